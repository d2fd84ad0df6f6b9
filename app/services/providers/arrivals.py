"""What a directory says of one activity, ready for the table where arrivals wait."""

from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from app.values.geography import Position

NAME_LENGTH, CITY_LENGTH, PHONE_LENGTH = 200, 80, 30
ROWS = 1 << 32
"""More than any directory has: a row's rank is its worth, then how early it came."""


@dataclass(slots=True)
class Description:
    """A provider as one row of a directory describes it."""

    source_key: str
    specialty: str
    name: str
    position: Position
    approximate: bool
    rpps: str | None = None
    finess: str | None = None
    structure_name: str | None = None
    street: str | None = None
    postal_code: str | None = None
    city: str | None = None
    phone: str | None = None


@dataclass(slots=True)
class DirectoryReport:
    """What became of a directory's rows, then of its providers."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    retired: int = 0
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
        return {
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "retired": self.retired,
            "approximate": self.approximate,
        }


class Places:
    """Cells and centimetres of positions, remembered: most rows are at one of few communes."""

    def __init__(self) -> None:
        self._known: dict[Position, tuple[int, int, int, int]] = {}

    def of(self, position: Position, *, remember: bool) -> tuple[int, int, int, int]:
        """Cell, x, y, z."""
        found = self._known.get(position)
        if found is None:
            found = (position.cell(), *position.cartesian())
            if remember:
                self._known[position] = found
        return found


def arrival_of(one: Description, row: int, places: Places) -> tuple[Any, ...]:
    """The cells of the table of arrivals in their order, but for the id; the digest in hexadecimal.

    Several of one `source_key` are one provider with several specialities: the one of the highest
    rank, which tells most, describes it.
    """
    told = (
        one.rpps,
        one.finess,
        one.name[:NAME_LENGTH],
        one.structure_name and one.structure_name[:NAME_LENGTH],
        one.street and one.street[:NAME_LENGTH],
        one.postal_code,
        one.city and one.city[:CITY_LENGTH],
        one.phone and one.phone[:PHONE_LENGTH],
        one.position.lat,
        one.position.lon,
        one.approximate,
    )
    worth = bool(one.phone) + 2 * bool(one.street) + 4 * (not one.approximate)
    return (
        one.source_key,
        worth * ROWS - row,
        one.specialty,
        *places.of(one.position, remember=one.approximate),
        *told,
        blake2b(repr(told).encode(), digest_size=16).hexdigest(),
    )
