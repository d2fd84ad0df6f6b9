"""Everything a thief of the database has, and the forms in which a secret could lie in it."""

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect, text

from app.container import Container

MOMENT = re.compile(rb"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d.*")


@dataclass(frozen=True, slots=True)
class Dump:
    """Every cell of every table, whatever the models know of it, and the files of SQLite."""

    cells: list[tuple[str, bytes]]
    files: dict[str, bytes]

    def places_of(self, secret: bytes) -> set[str]:
        """Where the secret is, in any form: as it is, in hexadecimal, in base64, spaced."""
        wanted = list(forms_of(secret))
        everything = [*self.cells, *self.files.items()]
        return {place for place, content in everything if any(f in content for f in wanted)}

    def places_of_code(self, code: str) -> set[str]:
        """Where six digits stand by themselves, moments apart: within others they are no code."""
        alone = re.compile(rb"(?<![0-9A-Za-z-])%b(?![0-9A-Za-z-])" % code.encode())
        sent = f"#{code}".encode()
        return {
            *(p for p, cell in self.cells if alone.search(cell) and not MOMENT.fullmatch(cell)),
            *(name for name, content in self.files.items() if sent in content),
        }

    def sealed(self) -> Iterator[tuple[str, bytes]]:
        """The cells of sealed columns."""
        return ((place, cell) for place, cell in self.cells if place.endswith("_sealed"))


def forms_of(secret: bytes) -> Iterator[bytes]:
    """The secret in the forms in which it would still be one."""
    yield secret
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    for offset in range(3):
        # What stands before it moves its base64 by one or two characters.
        encoded = base64.b64encode(bytes(offset) + secret).rstrip(b"=")
        yield encoded[offset + 1 if offset else 0 : -1]
    if secret.isdigit():
        yield b" ".join(re.findall(rb"..?", secret))
        # As it is read aloud: sex, year, month, department, place, order, key.
        parts = [secret[a:b] for a, b in ((0, 1), (1, 3), (3, 5), (5, 7), (7, 10), (10, 13))]
        yield b" ".join(parts)


async def take_dump(container: Container) -> Dump:
    """What the database holds now, committed."""
    cells: list[tuple[str, bytes]] = []
    async with container.database.read() as connection:
        tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        for table in tables:
            rows = await connection.execute(text(f'SELECT * FROM "{table}"'))
            names = [f"{table}.{column}" for column in rows.keys()]  # noqa: SIM118 - not a mapping
            cells += [cell for row in rows for cell in zip(names, map(_bytes_of, row), strict=True)]
    return Dump(cells, _files(container.settings.database_address))


def _bytes_of(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def _files(address: str) -> dict[str, bytes]:
    if not address.startswith("sqlite"):
        return {}
    database = Path(address.removeprefix("sqlite:///"))
    found: Iterable[Path] = database.parent.glob(f"{database.name}*")
    return {path.name: path.read_bytes() for path in found}
