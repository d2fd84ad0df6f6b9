"""Cutting a stream of bytes into lines, holding one line at a time."""

from collections.abc import Iterator
from dataclasses import dataclass

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line by its number; `content` is None when it was longer than a line may be."""

    number: int
    content: bytes | None


class LineSplitter:
    """Fed with chunks of any size. A line over the limit is let through unread, never held."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = bytearray()
        self._size = 0
        self._number = 0

    def feed(self, chunk: bytes) -> Iterator[RawLine]:
        """The lines that end in this chunk, without the empty ones."""
        first, *others = chunk.split(b"\n")
        self._hold(first)
        for piece in others:
            yield from self.end()
            self._hold(piece)

    def end(self) -> Iterator[RawLine]:
        """The line held so far; at the end of the stream, the one without a line feed."""
        content = None if self._size > self._limit else bytes(self._held).strip()
        self._held.clear()
        self._size = 0
        self._number += 1
        if self._number == 1 and content:
            content = content.removeprefix(BYTE_ORDER_MARK)
        if content is None or content:
            yield RawLine(self._number, content)

    def _hold(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            self._held.clear()
        else:
            self._held += piece
