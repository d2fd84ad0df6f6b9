"""The product and its floor as servers: started alike, one core for them, told apart by name."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from bench.processes import Cores, environment, free_port, pin, running, wait_for_answer

PRODUCT = ("-m", "app", "serve", "--port")
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
UNPINNED = "PostgreSQL's processes could not be kept off the server's core."


@dataclass
class Server:
    """The product or the floor, how busy each peak kept its core, and for how long a request."""

    name: str
    pid: int
    port: int
    busy: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def serving(
    name: str, command: tuple[str, ...], address: str, data_dir: Path, cores: Cores
) -> Iterator[Server]:
    """A server of this database, its port added to the command."""
    port = free_port()
    env = environment(
        ESPACE_PROFILE="demo",
        ESPACE_DATA_DIR=str(data_dir),
        ESPACE_DATABASE_URL=address,
        ESPACE_EMBEDDED_WORKER="false",
    )
    with running([*command, str(port)], env, cores.server) as process:
        wait_for_answer(process, port, "/nothing-here", status=404)
        yield Server(name, process.pid, port)


async def pin_backends(address: str, cores: Cores) -> bool:
    """Keep PostgreSQL's processes for this database off the server's core, if that is ours."""
    connection = await asyncpg.connect(address)
    try:
        pids = [row["pid"] for row in await connection.fetch(BACKENDS)]
    finally:
        await connection.close()
    return pin(pids, cores.others)
