"""Where request rates and budgets are counted: Redis or Valkey, or this process's memory.

Closed when it is down: what cannot be counted is refused, and counted again as soon as the store
answers. Keys come from `Rates`, which puts no address and no number into them.
"""

import asyncio
import time
from typing import TYPE_CHECKING, Any, Protocol

import structlog

from app.errors.requests import TemporarilyUnavailable

if TYPE_CHECKING:
    from limits.aio.storage import RedisStorage

PREFIX = "espace"
CONNECTIONS = 32
TIMEOUT_SECONDS = 1.0
RETRY_SECONDS = 2
SWEEP_SECONDS = 60

log = structlog.get_logger()


class RateStore(Protocol):
    """Counts what happens under a key."""

    async def count(self, key: str, seconds: int) -> int:
        """Count one more under this key, which is forgotten this long after the first.

        Raises:
            TemporarilyUnavailable: it could not be counted.
        """

    async def close(self) -> None:
        """Give back what was opened."""


class MemoryRateStore:
    """For a single process. Each key is looked at when it is counted, all of them once a minute."""

    def __init__(self) -> None:
        self._counts: dict[str, tuple[int, float]] = {}
        self._sweep_at = 0.0

    async def count(self, key: str, seconds: int) -> int:
        """Count one more under this key."""
        now = time.monotonic()
        if now >= self._sweep_at:
            self._counts = {k: kept for k, kept in self._counts.items() if kept[1] > now}
            self._sweep_at = now + SWEEP_SECONDS
        counted, until = self._counts.get(key, (0, 0.0))
        if until <= now:
            counted, until = 0, now + seconds
        self._counts[key] = (counted + 1, until)
        return counted + 1

    async def close(self) -> None:
        """Nothing was opened."""


class RedisRateStore:
    """Shared by every process: one round trip a count. Nothing connects before the first."""

    def __init__(self, url: str, *, prefix: str = PREFIX, timeout: float = TIMEOUT_SECONDS) -> None:
        self._url = url
        self._prefix = prefix
        self._timeout = timeout
        self._places = asyncio.Semaphore(CONNECTIONS)
        self._pool: Any = None
        self._storage: RedisStorage | None = None

    async def count(self, key: str, seconds: int) -> int:
        """Count one more under this key, within a second or not at all."""
        storage = self._storage or self._opened()
        try:
            async with asyncio.timeout(self._timeout), self._places:
                return await storage.incr(key, seconds)
        except Exception as error:
            # Whatever failed, it may not have been counted: nobody comes in uncounted.
            log.warning("rate_store_down", component="rate_store", exc_info=error)
            raise TemporarilyUnavailable(retry_after=RETRY_SECONDS) from None

    async def close(self) -> None:
        """Close the connections."""
        if self._pool is not None:
            await self._pool.aclose()

    def _opened(self) -> "RedisStorage":
        # Loaded by the first count: starting is for everybody, and most commands count nothing.
        from limits.aio.storage import RedisStorage  # noqa: PLC0415
        from redis.asyncio import ConnectionPool  # noqa: PLC0415
        from redis.asyncio.retry import Retry  # noqa: PLC0415
        from redis.backoff import NoBackoff  # noqa: PLC0415

        self._pool = ConnectionPool.from_url(
            self._url,
            max_connections=CONNECTIONS,
            socket_timeout=self._timeout,
            socket_connect_timeout=self._timeout,
            # Notices of maintenance come with protocol 3 only; a pool that waits for them takes
            # connections that the server closed for good ones.
            protocol=2,
            # No second try: a count that was lost on its way back would be counted twice.
            retry=Retry(NoBackoff(), 0),
        )
        options: dict[str, Any] = {"connection_pool": self._pool}
        self._storage = RedisStorage(
            self._url, implementation="redispy", key_prefix=self._prefix, **options
        )
        return self._storage


def rate_store_at(url: str | None) -> RateStore:
    """The store at this address, or this process's memory without one."""
    return RedisRateStore(url) if url else MemoryRateStore()
