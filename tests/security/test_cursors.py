"""Signed cursors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors.requests import InvalidCursor
from app.security.cursors import Cursors
from tests.security.test_keyring import OLD, a_keyring

CURSORS = Cursors(a_keyring({"old": OLD}, "old"))


class TestCursors:
    @given(st.lists(st.text(), min_size=1, max_size=4))
    def test_a_position_comes_back_as_it_was(self, position: list[str]) -> None:
        cursor = CURSORS.write("lines:reader", position)
        assert CURSORS.read("lines:reader", cursor, len(position)) == position

    @given(st.text(max_size=80))
    def test_any_other_text_is_refused(self, text: str) -> None:
        with pytest.raises(InvalidCursor):
            CURSORS.read("lines:reader", text, 1)

    def test_a_cursor_of_another_reader_or_list_is_refused(self) -> None:
        cursor = CURSORS.write("lines:reader", ["2026-01-01", "id"])
        with pytest.raises(InvalidCursor):
            CURSORS.read("lines:another", cursor, 2)

    def test_one_altered_character_is_refused(self) -> None:
        cursor = CURSORS.write("p", ["2026-01-01"])
        altered = ("A" if cursor[0] != "A" else "B") + cursor[1:]
        with pytest.raises(InvalidCursor):
            CURSORS.read("p", altered, 1)
