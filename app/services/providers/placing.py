"""Where a row of a directory is: by its commune, else its postal code, else its city's name."""

from collections import defaultdict
from collections.abc import Iterable

from app.repositories.base import AnyRow
from app.values.geography import Position, mean_position
from app.values.place_names import department_of, place_key


class CommuneAtlas:
    """Every commune's position, in memory while a directory is read: a few megabytes."""

    def __init__(self, communes: Iterable[AnyRow]) -> None:
        self._by_code: dict[str, Position] = {}
        self._by_name: dict[tuple[str, str], Position] = {}
        weighed: defaultdict[str, list[tuple[Position, int]]] = defaultdict(list)
        for row in communes:
            position = Position(row.lat, row.lon)
            self._by_code[row.insee_code] = position
            codes = row.postal_codes.split()
            for code in codes:
                weighed[code].append((position, row.population + 1))
            for department in {department_of(code) for code in codes}:
                self._by_name.setdefault((department, row.place_key), position)
        self._by_postal_code = {code: mean_position(group) for code, group in weighed.items()}
        self._found: dict[tuple[str, str, str], Position | None] = {}

    def __len__(self) -> int:
        return len(self._by_code)

    def place(self, insee_code: str, postal_code: str, city: str) -> Position | None:
        """The position, or None when all three are unknown. CEDEX codes are in no table: the name
        of the city is looked for in their department.
        """
        key = insee_code, postal_code, city
        if key not in self._found:
            self._found[key] = (
                self._by_code.get(insee_code)
                or self._by_postal_code.get(postal_code)
                or self._by_name.get((department_of(postal_code), place_key(city)))
            )
        return self._found[key]
