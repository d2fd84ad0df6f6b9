"""Files as administrations publish them: plain or zipped, in UTF-8 or Windows-1252."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final
from zipfile import BadZipFile, ZipFile, is_zipfile

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
NOT_LETTERS = re.compile(r"[^a-z0-9]")
LONGEST_LINE: Final = 64 * 1024
Advance = Callable[[int], None]


class UnreadableFile(Exception):
    """The file is not what it is said to be; nothing of it was kept."""


@contextmanager
def opened_lines(path: Path, advance: Advance) -> Iterator[Iterator[str]]:
    """The lines of a file, or of the only file in an archive; `advance` hears of bytes read.

    Raises:
        UnreadableFile: a damaged archive, one of several files, or a line without end.
    """
    try:
        if not is_zipfile(path):
            with path.open("rb") as file:
                yield _lines(file, advance)
            return
        with ZipFile(path) as archive:
            names = [one for one in archive.infolist() if not one.is_dir()]
            if len(names) != 1:
                raise UnreadableFile(f"the archive holds {len(names)} files instead of one")
            with archive.open(names[0]) as file:
                yield _lines(file, advance)
    except (BadZipFile, EOFError, OSError) as error:
        raise UnreadableFile(f"{path.name}: {error}") from error


def size_of(path: Path) -> int:
    """How many bytes there are to read."""
    if not is_zipfile(path):
        return path.stat().st_size
    with ZipFile(path) as archive:
        return sum(one.file_size for one in archive.infolist())


def _lines(file: IO[bytes], advance: Advance) -> Iterator[str]:
    first = True
    while line := file.readline(LONGEST_LINE):
        advance(len(line))
        if len(line) == LONGEST_LINE:
            raise UnreadableFile("a line has no end: this is not a text file")
        if first:
            line, first = line.removeprefix(BYTE_ORDER_MARK), False
        yield _decoded(line).rstrip("\r\n") + "\n"


def _decoded(line: bytes) -> str:
    # Line by line: some files change encoding on the way, having been pasted together.
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("windows-1252", errors="replace")


def columns_of(header: list[str], wanted: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """Where each wanted column is, by any of its names; case, accents and signs do not count.

    Raises:
        UnreadableFile: a wanted column is missing.
    """
    places = {bare_name(name): place for place, name in reversed(list(enumerate(header)))}
    found = {
        column: place
        for column, names in wanted.items()
        for place in [next((places[name] for name in names if name in places), None)]
        if place is not None
    }
    if missing := [column for column in wanted if column not in found]:
        raise UnreadableFile(f"no column for {', '.join(missing)}: is this the right file?")
    return found


def bare_name(name: str) -> str:
    """The letters and digits of a column's name."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return NOT_LETTERS.sub("", bare)
