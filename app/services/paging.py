"""Pages of a list by keyset: where one goes on, and where the next one will.

A service asks the repository for one row more than the page holds; that row only tells whether
there is a next page.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from app.errors.requests import InvalidCursor
from app.security.cursors import Cursors

SortKey = Mapping[str, Callable[[str], Any]]
"""The fields a list is sorted by, the last of them unique; how each is read back from text."""
R = TypeVar("R")


class Paging:
    """Pages of one list of one reader: `place` names both, with every filter that narrows it."""

    def __init__(self, cursors: Cursors, place: str, sort_key: SortKey, limit: int) -> None:
        self._cursors = cursors
        self._place = place
        self._sort_key = sort_key
        self._limit = limit

    @property
    def rows_to_read(self) -> int:
        """How many rows to ask for."""
        return self._limit + 1

    def position(self, cursor: str | None) -> tuple[Any, ...] | None:
        """The sort key to go on after; None at the beginning of the list.

        Raises:
            InvalidCursor: not of this list.
        """
        if cursor is None:
            return None
        texts = self._cursors.read(self._place, cursor, len(self._sort_key))
        readers = self._sort_key.values()
        try:
            return tuple(read(text) for read, text in zip(readers, texts, strict=True))
        except ValueError:
            raise InvalidCursor from None

    def cut(self, rows: Sequence[R]) -> Sequence[R]:
        """The rows of the page, without the one that only tells whether more follow."""
        return rows[: self._limit]

    def next_of(self, rows: Sequence[Any]) -> str | None:
        """The cursor after the last row of the page, whose columns bear the sort key."""
        if len(rows) <= self._limit:
            return None
        last = rows[self._limit - 1]
        return self._write([str(getattr(last, name)) for name in self._sort_key])

    def next_cursor(self, rows: Sequence[R], items: Sequence[Mapping[str, Any]]) -> str | None:
        """The cursor after the last item, which bears the sort key; None when no row is left."""
        if len(rows) <= self._limit:
            return None
        return self._write([str(items[-1][name]) for name in self._sort_key])

    def _write(self, position: list[str]) -> str:
        return self._cursors.write(self._place, position)
