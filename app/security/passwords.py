"""Password hashes: argon2id, a few at a time, in threads, with a queue that ends.

A computation takes 19 MiB and some tens of milliseconds. Without a limit a flood of logins would
take all memory and every thread; beyond the queue, callers are told to come back.
"""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from app.errors.requests import TemporarilyUnavailable

if TYPE_CHECKING:
    from passlib.context import CryptContext

MEMORY_KIB, PASSES, LANES = 19_456, 2, 1
RETRY_SECONDS = 1
T = TypeVar("T")


class Passwords:
    """Hashes and compares. Nothing is loaded before the first password arrives."""

    def __init__(self, *, concurrency: int, queue: int) -> None:
        self._limit = concurrency + queue
        self._waiting = 0
        self._threads = ThreadPoolExecutor(concurrency, thread_name_prefix="argon2")

    async def hash(self, password: str) -> str:
        """The hash to keep.

        Raises:
            TemporarilyUnavailable: too many are waiting.
        """
        return await self._in_thread(lambda: str(self._context.hash(_normal(password))))

    async def verify(self, password: str, kept: str | None) -> bool:
        """Whether the password is the one that was hashed; no hash costs the same time.

        Raises:
            TemporarilyUnavailable: too many are waiting.
        """
        return await self._in_thread(lambda: self._verify(password, kept))

    async def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False)

    def _verify(self, password: str, kept: str | None) -> bool:
        matches = bool(self._context.verify(_normal(password), kept or self._dummy))
        return matches and kept is not None

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self._waiting >= self._limit:
            raise TemporarilyUnavailable(retry_after=RETRY_SECONDS)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1

    @cached_property
    def _context(self) -> "CryptContext":
        # passlib and argon2 are only needed where passwords are.
        from passlib.context import CryptContext  # noqa: PLC0415

        return CryptContext(
            schemes=["argon2"],
            argon2__type="ID",
            argon2__memory_cost=MEMORY_KIB,
            argon2__time_cost=PASSES,
            argon2__parallelism=LANES,
        )

    @cached_property
    def _dummy(self) -> str:
        return str(self._context.hash("nobody has this password"))


def _normal(password: str) -> str:
    # A keyboard may compose é from two characters, another from one: the same password (NFC).
    return unicodedata.normalize("NFC", password)
