"""People who log in: as many at once as one wants, each on a connection of its own."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bench.data import PASSWORD, device_secret, home_of

OK, BUSY = 200, 503


@dataclass
class Crowd:
    """Logins on known devices, one after the other on each connection, and what became of them.

    Whoever is told to come back waits as long as `Retry-After` says, unless `stubborn`.
    """

    port: int
    emails: Sequence[str]
    size: int
    stubborn: bool = False
    answers: Counter[int] = field(default_factory=Counter)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """They arrive, over a second; with the block they leave."""
        members = [asyncio.create_task(self._log_in(place)) for place in range(self.size)]
        try:
            yield
        finally:
            for member in members:
                member.cancel()
            outcomes = await asyncio.gather(*members, return_exceptions=True)
        faults = [one for one in outcomes if not isinstance(one, asyncio.CancelledError)]
        if faults:
            raise RuntimeError(f"{len(faults)} of {self.size} gave up: {faults[0]!r}")

    async def count(self, seconds: float) -> tuple[Counter[int], float]:
        """The answers of so many seconds, by status, and how long those really were."""
        self.answers.clear()
        started = time.perf_counter()
        await asyncio.sleep(seconds)
        return self.answers.copy(), time.perf_counter() - started

    async def _log_in(self, place: int) -> None:
        await asyncio.sleep(place / self.size)
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            while True:
                writer.write(_request(self.emails[place % len(self.emails)]))
                status, pause = await _answer(reader)
                self.answers[status] += 1
                if status == BUSY and not self.stubborn:
                    await asyncio.sleep(pause)
                place += self.size
        finally:
            writer.close()


def _request(email: str) -> bytes:
    body = json.dumps({"email": email, "password": PASSWORD, "client": "native"}).encode()
    head = (
        "POST /v1/auth/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Device-Secret: {device_secret(email)}\r\nX-Forwarded-For: {home_of(email)}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _answer(reader: asyncio.StreamReader) -> tuple[int, int]:
    """Status and Retry-After of an answer that is one of the two expected."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    body = await reader.readexactly(int(headers["content-length"]))
    status = int(first.split(" ")[1])
    if status == OK and b'"authenticated"' in body:
        return status, 0
    if status == BUSY:
        return status, int(headers["retry-after"])
    raise RuntimeError(f"{status}: {body!r}")
