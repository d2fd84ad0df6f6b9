"""Finding a commune by what a person writes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.errors.base import Choice
from app.errors.places import AmbiguousPlace, UnknownPlace
from app.repositories.communes import CommuneReader
from app.services.places.names import CommuneNames
from app.values.geography import Position, mean_position
from app.values.place_names import department_of, place_key, split_place

Answer = dict[str, Any]
MOST_CHOICES = 20
FEW_CHOICES = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody looks; `approximate` when the commune itself is placed by its neighbours."""

    label: str | None
    position: Position
    approximate: bool


class CommuneService:
    """Completes, checks and places names of communes, on the read road."""

    def __init__(self, communes: CommuneReader, names: CommuneNames) -> None:
        self._communes = communes
        self._names = names

    async def complete(self, text: str, limit: int) -> Answer:
        """Communes whose name or postal code begins so, the most populated first; when that does
        not fill the list, those whose name holds the words, or begins nearly so.
        """
        rows = list(await self._beginning(text, limit))
        key = place_key(text)
        if len(rows) < limit and key and not key.isdecimal():
            known = {row[0] for row in rows}
            near = await self._names.near(self._communes, key, limit)
            rows += await self._of(code for code in near if code not in known)
        return {"items": [_commune(row) for row in rows[:limit]], "next_cursor": None}

    async def knows(self, postal_code: str, city: str) -> bool:
        """Whether an address may end so: the commune has this postal code, or a CEDEX of it."""
        try:
            await self.find(postal_code, city)
        except UnknownPlace:
            return False
        except AmbiguousPlace:
            return True
        return True

    async def find(self, postal_code: str | None, city: str | None) -> Place:
        """The place of a postal code, a name, or both; a name may contain its postal code.

        Raises:
            UnknownPlace: nothing is called so there.
            AmbiguousPlace: several communes are.
        """
        inner, rest = split_place(city or "")
        code, key = postal_code or inner, place_key(rest)
        if not key:
            return _middle(code or "", await self._communes.at_postal_code(code or ""))
        rows = await self._called(key, code)
        if not rows:
            near = await self._of(await self._names.near(self._communes, key, FEW_CHOICES))
            raise UnknownPlace(choices=_choices(near))
        if len(rows) > 1:
            raise AmbiguousPlace(choices=_choices(rows[:MOST_CHOICES]))
        return Place(rows[0][1], Position(rows[0][4], rows[0][5]), rows[0][6])

    async def _called(self, key: str, postal_code: str | None) -> Sequence[Sequence[Any]]:
        """Communes of a name; with a postal code, those of it, else those of its department: the
        postal codes of CEDEX addresses and of old communes are in no table.
        """
        if postal_code is None:
            return await self._communes.named(key)
        there = await self._communes.at_postal_code(postal_code)
        exact = [row for row in there if row.place_key == key]
        if found := exact or [row for row in there if row.place_key.startswith(f"{key} ")]:
            return found[:1]
        department = department_of(postal_code)
        return [row for row in await self._communes.named(key) if row[2].startswith(department)]

    async def _beginning(self, text: str, limit: int) -> Sequence[Sequence[Any]]:
        digits = text.strip()
        if digits.isascii() and digits.isdecimal():
            return await self._communes.starting_with_postal_code(digits, limit)
        key = place_key(text)
        return await self._communes.starting(key, limit) if key or not digits else []

    async def _of(self, codes: Iterable[str]) -> list[Sequence[Any]]:
        wanted = list(codes)
        if not wanted:
            return []
        rows = await self._communes.of_codes(wanted)
        return [rows[code] for code in wanted if code in rows]


def _commune(row: Sequence[Any]) -> Answer:
    code, name, postal_codes, population, lat, lon, approximate = row
    return {
        "insee_code": code,
        "name": name,
        "postal_codes": postal_codes.split(),
        "department": department_of(code),
        "population": population,
        "lat": lat,
        "lon": lon,
        "approximate": bool(approximate),
    }


def _middle(postal_code: str, rows: Sequence[Any]) -> Place:
    """The middle of a postal code's communes, by population."""
    if not rows:
        raise UnknownPlace
    label = f"{postal_code} {rows[0].name}" if len(rows) == 1 else postal_code
    weighed = [(Position(row.lat, row.lon), row.population + 1) for row in rows]
    return Place(label, mean_position(weighed), any(row.approximate for row in rows))


def _choices(rows: Iterable[Sequence[Any]]) -> list[Choice]:
    return [
        Choice(
            label=f"{row[1]} ({department_of(row[0])})",
            postal_code=row[2].split()[0],
            city=row[1],
        )
        for row in rows
    ]
