"""The FINESS extract of establishments with their positions: `etalab-cs1100507…`.

`;`-separated, without a header: a first line of comment, `structureet` rows, then `geolocalisation`
rows in metres of the projection named by the fifth part of their source. It is read twice, the
positions first: they come last.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator

from app.gateways.published_files import UnreadableFile
from app.services.providers.arrivals import Description, DirectoryReport
from app.services.providers.placing import CommuneAtlas
from app.services.providers.specialties import Specialties
from app.values.geography import Position
from app.values.place_names import CEDEX, plain

STRUCTURE, LOCATION = "structureet", "geolocalisation"
STRUCTURE_FIELDS, LOCATION_FIELDS = 31, 5
FIRST_LINE = "finess"
EPSG = re.compile(r"EPSG:([0-9]{4,5})\b")
UTM = re.compile(r"\bUTM\b(?: zone)? ?([0-9]{1,2})([NS])\b")
PROJECTIONS = frozenset({2154, 5490, 2975, 2972, 4471, 32621, 32701})
"""Lambert-93, and the UTM zones of the Antilles, La Réunion, Guyane, Mayotte, Saint-Pierre-et-
Miquelon (21N) and Wallis-et-Futuna (1S)."""
NORTHERN, SOUTHERN = 32600, 32700
WGS84 = 4326
OVERSEAS = re.compile("9[A-J]")


class FinessReader:
    """Reads descriptions out of the lines of the extract."""

    def __init__(
        self, atlas: CommuneAtlas, specialties: Specialties, report: DirectoryReport
    ) -> None:
        self._atlas = atlas
        self._specialties = specialties
        self._report = report
        self._positions: dict[str, Position] = {}

    def read_positions(self, lines: Iterator[str]) -> None:
        """Keep the positions of all establishments: a hundred thousand, some megabytes.

        Raises:
            UnreadableFile: this is no FINESS extract.
        """
        if not next(lines, "").startswith(FIRST_LINE):
            raise UnreadableFile("the first line does not say finess: is this the right file?")
        groups: defaultdict[int, list[tuple[str, float, float]]] = defaultdict(list)
        for row in csv.reader(lines, delimiter=";"):
            if not row or row[0] != LOCATION or len(row) < LOCATION_FIELDS:
                continue
            code = _projection(row[4])
            if code is None:
                self._report.refuse("unknown_projection")
                continue
            try:
                groups[code].append((row[1], float(row[2]), float(row[3])))
            except ValueError:
                self._report.refuse("unreadable_coordinates")
        for code, points in groups.items():
            self._positions |= _projected(code, points)

    def descriptions(self, lines: Iterator[str]) -> Iterator[Description]:
        """Establishments whose category is listed, and that can be placed."""
        next(lines, None)
        for row in csv.reader(lines, delimiter=";"):
            if not row or row[0] != STRUCTURE:
                continue
            self._report.rows += 1
            if len(row) < STRUCTURE_FIELDS:
                self._report.refuse("short_row")
                continue
            found = self._describe([cell.strip() for cell in row])
            if isinstance(found, Description):
                yield found
            else:
                self._report.refuse(found)

    def _describe(self, row: list[str]) -> Description | str:
        """The description, or the reason why there is none."""
        number, name, long_name = row[1], row[3], row[4]
        specialty = self._specialties.of_category(row[19])
        if specialty is None:
            return "category_not_listed"
        postal_code, city = _routed(row[15])
        exact = self._positions.get(number)
        position = exact or self._atlas.place(_insee_code(row[13], row[12]), postal_code, city)
        if position is None:
            return "unknown_place"
        return Description(
            source_key=number,
            specialty=specialty,
            name=long_name or name,
            position=position,
            approximate=exact is None,
            finess=number,
            street=" ".join(filter(None, (row[7], row[8], row[9], row[10]))) or None,
            postal_code=postal_code or None,
            city=city or None,
            phone=row[16] or None,
        )


def _projection(source: str) -> int | None:
    """The EPSG code of the projection that a source names; None when it is none of the seven."""
    named = source.split(",", 4)[-1]
    if epsg := EPSG.search(named):
        code = int(epsg[1])
    elif utm := UTM.search(named):
        code = (NORTHERN if utm[2] == "N" else SOUTHERN) + int(utm[1])
    else:
        return None
    return code if code in PROJECTIONS else None


def _projected(code: int, points: list[tuple[str, float, float]]) -> dict[str, Position]:
    # Half a second to load, for those who import.
    from pyproj import Transformer  # noqa: PLC0415

    numbers, xs, ys = zip(*points, strict=True)
    lons, lats = Transformer.from_crs(code, WGS84, always_xy=True).transform(xs, ys)
    return {
        number: Position(lat, lon)
        for number, lat, lon in zip(numbers, lats, lons, strict=True)
        # What lies outside the projection comes back infinite.
        if abs(lat) <= 90 and abs(lon) <= 180  # noqa: PLR2004
    }


def _insee_code(department: str, commune: str) -> str:
    """`01` and `451` are 01451; overseas departments have letters of their own: `9B`, `207`."""
    return ("97" if OVERSEAS.fullmatch(department) else department) + commune


def _routed(line: str) -> tuple[str, str]:
    """Postal code and city of "01500 AMBERIEU EN BUGEY CEDEX"."""
    postal_code, _, city = line.partition(" ")
    if not (postal_code.isdecimal() and len(postal_code) == 5):  # noqa: PLR2004
        return "", ""
    return postal_code, CEDEX.sub("", plain(city)).strip().upper()
