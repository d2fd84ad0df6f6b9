"""Cutting a stream into lines."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from app.services.imports.ndjson import LineSplitter, RawLine


def lines_of(*chunks: bytes, limit: int = 100) -> list[RawLine]:
    splitter = LineSplitter(limit)
    found = [line for chunk in chunks for line in splitter.feed(chunk)]
    return found + list(splitter.end())


class TestLineSplitter:
    def test_empty_lines_are_skipped_but_counted(self) -> None:
        assert lines_of(b"a\n\n \r\nb\r\n") == [RawLine(1, b"a"), RawLine(4, b"b")]

    def test_the_last_line_needs_no_line_feed(self) -> None:
        assert lines_of(b"a\nb") == [RawLine(1, b"a"), RawLine(2, b"b")]

    def test_an_empty_stream_has_no_line(self) -> None:
        assert lines_of() == lines_of(b"") == []

    def test_a_byte_order_mark_is_no_part_of_the_first_line(self) -> None:
        assert lines_of(b"\xef\xbb\xbfa\nb") == [RawLine(1, b"a"), RawLine(2, b"b")]

    def test_a_line_over_the_limit_is_let_through_unread(self) -> None:
        found = lines_of(b"a\n" + b"x" * 101 + b"\nb\n" + b"y" * 100)
        assert found == [
            RawLine(1, b"a"),
            RawLine(2, None),
            RawLine(3, b"b"),
            RawLine(4, b"y" * 100),
        ]

    @given(st.binary(max_size=60), st.integers(min_value=1, max_value=7))
    def test_where_chunks_are_cut_changes_nothing(self, text: bytes, size: int) -> None:
        cut = [text[start : start + size] for start in range(0, len(text), size)]
        assert lines_of(*cut, limit=10) == lines_of(text, limit=10)

    def test_a_long_line_is_never_held(self) -> None:
        splitter = LineSplitter(100)
        chunk = b"x" * 10_000
        tracemalloc.start()
        for _ in range(1_000):
            assert list(splitter.feed(chunk)) == []
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 100_000
        assert list(splitter.feed(b"\n")) == [RawLine(1, None)]
