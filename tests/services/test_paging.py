"""Pages of a list, whatever is listed."""

from datetime import date
from uuid import UUID

import pytest

from app.errors.requests import InvalidCursor
from app.security.cursors import Cursors
from app.services.paging import Paging, SortKey
from tests.security.test_keyring import OLD, a_keyring

CURSORS = Cursors(a_keyring({"old": OLD}, "old"))
SORT_KEY: SortKey = {"care_date": date.fromisoformat, "id": UUID}
ROWS = [{"care_date": date(2026, 3, day), "id": UUID(int=day)} for day in range(9, 0, -1)]


def walk(paging: Paging) -> list[list[int]]:
    """The days of each page, each read from where the one before ended."""
    pages, cursor = [], None
    while True:
        after = paging.position(cursor)
        left = [row for row in ROWS if after is None or (row["care_date"], row["id"]) < after]
        rows = left[: paging.rows_to_read]
        items = paging.cut(rows)
        pages.append([item["id"].int for item in items])
        cursor = paging.next_cursor(rows, items)
        if cursor is None:
            return pages


class TestPaging:
    @pytest.mark.parametrize("limit", range(1, 11))
    def test_pages_neither_lose_nor_repeat_a_row(self, limit: int) -> None:
        pages = walk(Paging(CURSORS, "lines", SORT_KEY, limit))
        assert [day for page in pages for day in page] == list(range(9, 0, -1))
        assert {len(page) for page in pages[:-1]} <= {limit}
        assert len(pages[-1]) >= 1

    def test_an_empty_list_is_one_page(self) -> None:
        paging = Paging(CURSORS, "lines", SORT_KEY, 5)
        assert (paging.cut([]), paging.next_cursor([], [])) == ([], None)

    def test_a_cursor_gives_the_sort_key_back(self) -> None:
        paging = Paging(CURSORS, "lines", SORT_KEY, 1)
        cursor = paging.next_cursor(ROWS, ROWS[:1])
        assert paging.position(cursor) == (date(2026, 3, 9), UUID(int=9))

    def test_a_cursor_of_another_list_is_refused(self) -> None:
        cursor = Paging(CURSORS, "lines", SORT_KEY, 1).next_cursor(ROWS, ROWS[:1])
        with pytest.raises(InvalidCursor):
            Paging(CURSORS, "claims", SORT_KEY, 1).position(cursor)

    def test_a_cursor_written_for_another_order_is_refused(self) -> None:
        cursor = CURSORS.write("lines", ["not a date", str(UUID(int=1))])
        with pytest.raises(InvalidCursor):
            Paging(CURSORS, "lines", SORT_KEY, 1).position(cursor)
