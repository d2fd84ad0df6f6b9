"""Servers of tests: one that serves as it is told, and a relay to a real one that can be cut off
and brought back at the same port.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Relay:
    """Refuses, hangs or passes everything on; `requests` counts what clients sent."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._upstream = (parts.hostname or "127.0.0.1", parts.port or 6379)
        self._server: asyncio.Server | None = None
        self._passing = asyncio.Event()
        self._passing.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.requests = 0

    async def start(self) -> None:
        """Listen, at the same port as before."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Refuse connections and cut those there are, as a server that dies."""
        if self._server:
            self._server.close()
        await hang_up(self._writers)

    def hang(self) -> None:
        """Take everything, answer nothing."""
        self._passing.clear()

    def go_on(self) -> None:
        """Answer again."""
        self._passing.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Known before anything is waited for: whoever stops meanwhile hangs up on it too.
        self._writers.add(writer)
        there, back = await asyncio.open_connection(*self._upstream)
        self._writers.add(back)
        await asyncio.gather(self._pump(reader, back, sent=True), self._pump(there, writer))

    async def _pump(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, sent: bool = False
    ) -> None:
        with suppress(ConnectionError):
            while chunk := await source.read(65_536):
                self.requests += sent
                await self._passing.wait()
                target.write(chunk)
                await target.drain()
        target.close()


async def hang_up(writers: set[asyncio.StreamWriter]) -> None:
    """Close connections and wait until they are."""
    for writer in writers:
        writer.close()
    await asyncio.gather(*(one.wait_closed() for one in writers), return_exceptions=True)
    writers.clear()


@asynccontextmanager
async def relay_to(address: str) -> AsyncIterator[Relay]:
    """A relay that passes everything on, until told otherwise."""
    relay = Relay(address)
    await relay.start()
    try:
        yield relay
    finally:
        relay.go_on()
        await relay.stop()


@asynccontextmanager
async def listening(serve: Serve) -> AsyncIterator[int]:
    """The port of a server that serves every connection so."""
    writers: set[asyncio.StreamWriter] = set()

    async def keep(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.add(writer)
        with suppress(ConnectionError):
            await serve(reader, writer)

    server = await asyncio.start_server(keep, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await hang_up(writers)
