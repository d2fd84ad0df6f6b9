"""Loading communes: the table the product brings, and La Poste's file on top of it."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files

from app.database.database import Database
from app.gateways.clock import Clock
from app.gateways.published_files import UnreadableFile, columns_of
from app.repositories.communes import CommuneRepository
from app.values.geography import Position, mean_position
from app.values.place_names import place_key

LAPOSTE_COLUMNS = {
    "INSEE code": ("codecommuneinsee", "codeinsee", "insee"),
    "name": ("nomcommune", "nomdelacommune", "nomcommunepostal"),
    "postal code": ("codepostal",),
    "position": ("coordonneesgps", "geopoint", "coordonneesgeographiques", "geopoint2d"),
}
CODE_LENGTH = 5
WHOLE_CITIES = frozenset({"75056", "69123", "13055"})
"""Paris, Lyon and Marseille: a postal code of theirs means one of their districts."""
FEWEST_COMMUNES = 30_000
"""A file of fewer is an excerpt, and would take the rest of the country away."""


@dataclass(frozen=True, slots=True)
class PlacedCommune:
    """A commune as files tell of it; `approximate` when it is placed by its neighbours."""

    insee_code: str
    name: str
    postal_codes: frozenset[str]
    population: int
    position: Position
    approximate: bool


@dataclass(slots=True)
class CommuneReport:
    """What became of a file of communes."""

    rows: int = 0
    communes: int = 0
    approximate: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    examples: dict[str, int] = field(default_factory=dict)
    """For each reason, the first row it was given to."""

    def refuse(self, reason: str) -> None:
        """The row that is being read is left out."""
        self.refused[reason] += 1
        self.examples.setdefault(reason, self.rows)

    def numbers(self) -> dict[str, int]:
        """What to show of it, in order."""
        return {"rows": self.rows, "communes": self.communes, "approximate": self.approximate}


@dataclass(slots=True)
class _Told:
    """What La Poste's rows tell of one commune."""

    name: str
    postal_codes: set[str] = field(default_factory=set)
    position: Position | None = None


def built_in_communes() -> list[PlacedCommune]:
    """The table that the product brings (see `scripts/make_communes.py`)."""
    content = (files("app.services.places") / "communes.csv").read_text(encoding="utf-8")
    rows = csv.reader(content.splitlines()[1:], delimiter=";")
    return [
        PlacedCommune(
            insee_code,
            name,
            frozenset(codes.split()),
            int(population),
            Position(float(lat), float(lon)),
            approximate == "1",
        )
        for insee_code, name, codes, population, lat, lon, approximate in rows
    ]


class CommuneLoader:
    """Replaces the table of communes, in one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def load_built_in(self) -> CommuneReport:
        """The table that the product brings."""
        return await self.load(built_in_communes(), CommuneReport())

    async def load_laposte(self, lines: Iterator[str], *, partial: bool = False) -> CommuneReport:
        """La Poste's positions and postal codes, over the table that the product brings.

        Raises:
            UnreadableFile: not La Poste's file, or too little of it; nothing changed.
        """
        report = CommuneReport()
        told = _read_laposte(lines, report)
        if len(told) < FEWEST_COMMUNES and not partial:
            raise UnreadableFile(f"only {len(told):,} communes: the file is not whole")
        return await self.load(_over(built_in_communes(), told, report), report)

    async def load(self, communes: Sequence[PlacedCommune], report: CommuneReport) -> CommuneReport:
        """These communes and no others."""
        now = self._clock.now()
        rows = [
            {
                "insee_code": one.insee_code,
                "name": one.name,
                "place_key": place_key(one.name),
                "postal_codes": " ".join(sorted(one.postal_codes)),
                "population": one.population,
                "lat": one.position.lat,
                "lon": one.position.lon,
                "approximate": one.approximate,
                "loaded_at": now,
            }
            for one in communes
        ]
        codes = [
            {"postal_code": code, "insee_code": one.insee_code}
            for one in communes
            if one.insee_code not in WHOLE_CITIES
            for code in sorted(one.postal_codes)
        ]
        async with self._database.short_transaction("load_communes") as session:
            await CommuneRepository(session).replace(rows, codes)
        report.communes = len(communes)
        report.approximate = sum(one.approximate for one in communes)
        return report


def _read_laposte(lines: Iterator[str], report: CommuneReport) -> dict[str, _Told]:
    rows = csv.reader(lines, delimiter=";")
    columns = columns_of(next(rows, []), LAPOSTE_COLUMNS)
    told: dict[str, _Told] = {}
    for row in rows:
        report.rows += 1
        if len(row) <= max(columns.values()):
            report.refuse("short_row")
            continue
        code, postal_code = row[columns["INSEE code"]].strip(), row[columns["postal code"]].strip()
        if len(code.rjust(CODE_LENGTH, "0")) != CODE_LENGTH or not postal_code.isdecimal():
            report.refuse("no_code")
            continue
        one = told.setdefault(code.rjust(CODE_LENGTH, "0"), _Told(row[columns["name"]].strip()))
        one.postal_codes.add(postal_code.rjust(CODE_LENGTH, "0"))
        one.position = one.position or _position(row[columns["position"]])
    return told


def _position(text: str) -> Position | None:
    """`lat,lon` in degrees; None of anything else."""
    try:
        lat, lon = map(float, text.split(","))
    except ValueError:
        return None
    return Position(lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None  # noqa: PLR2004


def _over(
    built_in: Iterable[PlacedCommune], told: dict[str, _Told], report: CommuneReport
) -> list[PlacedCommune]:
    """What La Poste tells goes before; names with their accents and populations are kept."""
    communes = {one.insee_code: one for one in built_in}
    nearby = _means(told)
    for code, one in told.items():
        known = communes.get(code)
        position = one.position or (known.position if known else None)
        position = position or next(
            (nearby[postal] for postal in sorted(one.postal_codes) if postal in nearby), None
        )
        if position is None:
            report.refused["no_position"] += 1
            continue
        known = known or PlacedCommune(
            code, one.name.title(), frozenset(), 0, position, approximate=True
        )
        communes[code] = replace(
            known,
            postal_codes=frozenset(one.postal_codes),
            position=position,
            approximate=one.position is None and known.approximate,
        )
    return list(communes.values())


def _means(told: dict[str, _Told]) -> dict[str, Position]:
    groups: defaultdict[str, list[tuple[Position, int]]] = defaultdict(list)
    for one in told.values():
        for code in one.postal_codes if one.position else ():
            groups[code].append((one.position, 1))  # type: ignore[arg-type]
    return {code: mean_position(group) for code, group in groups.items()}
