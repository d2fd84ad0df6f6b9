"""Password hashes: argon2id, a few at a time, in threads, with a queue that ends.

A computation takes 19 MiB and some tens of milliseconds. Without a limit a flood of logins would
take all memory and every thread; beyond the queue, callers are told to come back.
"""

import asyncio
import os
import random
import sys
import threading
import unicodedata
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from app.errors.requests import TemporarilyUnavailable
from app.settings import OWASP_MEMORY_KIB

if TYPE_CHECKING:
    from passlib.context import CryptContext

PASSES, LANES = 2, 1
RETRY_SECONDS = 1
HOLD_SECONDS = (0.5, 1.5)
"""How long a refusal waits before it is told: whoever asks again at once, from some hundred
connections, would keep the event loop so busy with refusing that nobody else got an answer. Drawn
anew each time, or those who came together would come back together.
"""
LAST_PLACE = 19
"""The niceness that gives way most: beside a loop that never rests, a thirtieth of a core."""
T = TypeVar("T")


class Passwords:
    """The queue before the threads. Nothing is loaded before the first password arrives."""

    def __init__(self, *, concurrency: int, queue: int, memory_kib: int = OWASP_MEMORY_KIB) -> None:
        self._places = concurrency + queue
        self._taken = 0
        self._argon2 = Argon2(memory_kib)
        self._threads = ThreadPoolExecutor(
            concurrency, thread_name_prefix="argon2", initializer=_step_back
        )

    @asynccontextmanager
    async def place(self) -> AsyncIterator["Place"]:
        """A place in the queue, until the end of the block.

        Taken before a request's first query: one that is refused waits without holding anything.

        Raises:
            TemporarilyUnavailable: every place is taken.
        """
        if self._taken >= self._places:
            await asyncio.sleep(random.uniform(*HOLD_SECONDS))  # noqa: S311 - nothing to guess
            raise TemporarilyUnavailable(retry_after=RETRY_SECONDS)
        self._taken += 1
        try:
            yield Place(self._argon2, self._threads)
        finally:
            self._taken -= 1

    async def hash(self, password: str) -> str:
        """`Place.hash`, for callers that do nothing before it.

        Raises:
            TemporarilyUnavailable: every place is taken.
        """
        async with self.place() as place:
            return await place.hash(password)

    async def verify(self, password: str, kept: str | None) -> bool:
        """`Place.verify`, for callers that do nothing before it.

        Raises:
            TemporarilyUnavailable: every place is taken.
        """
        async with self.place() as place:
            return await place.verify(password, kept)

    async def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False)


class Place:
    """Whoever has one may compute: nobody is sent away between the first query and the hash."""

    def __init__(self, argon2: "Argon2", threads: ThreadPoolExecutor) -> None:
        self._argon2 = argon2
        self._threads = threads

    async def hash(self, password: str) -> str:
        """The hash to keep."""
        return await self._in_thread(self._argon2.hash, password)

    async def verify(self, password: str, kept: str | None) -> bool:
        """Whether the password is the one that was hashed; no hash costs the same time."""
        return await self._in_thread(self._argon2.verify, password, kept)

    async def _in_thread(self, work: Callable[..., T], *arguments: str | None) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)


class Argon2:
    """The computations themselves; with less memory than OWASP asks for, in tests alone."""

    def __init__(self, memory_kib: int) -> None:
        self._memory_kib = memory_kib

    def hash(self, password: str) -> str:
        """A fresh hash."""
        return str(self._context.hash(_normal(password)))

    def verify(self, password: str, kept: str | None) -> bool:
        """Whether the password is the one that was hashed; no hash costs the same time."""
        # Made by the first of all comparisons, not by the first without a hash.
        dummy = self.dummy
        matches = bool(self._context.verify(_normal(password), kept or dummy))
        return matches and kept is not None

    @cached_property
    def dummy(self) -> str:
        """What is compared with where there is nothing to compare with."""
        return self.hash("nobody has this password")

    @cached_property
    def _context(self) -> "CryptContext":
        # passlib and argon2 are only needed where passwords are.
        from passlib.context import CryptContext  # noqa: PLC0415

        return CryptContext(
            schemes=["argon2"],
            argon2__type="ID",
            argon2__memory_cost=self._memory_kib,
            argon2__time_cost=PASSES,
            argon2__parallelism=LANES,
        )


def _normal(password: str) -> str:
    # A keyboard may compose é from two characters, another from one: the same password (NFC).
    return unicodedata.normalize("NFC", password)


def _step_back() -> None:
    """Give this thread the lowest priority, where a thread can have one of its own.

    The threads compute on the cores that the event loop runs on. As equals they would make every
    other request wait for its turn, several times; a login can wait for what others leave.
    """
    if sys.platform == "linux":
        # A sandbox may forbid it: slower then for others, not wrong.
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LAST_PLACE)
