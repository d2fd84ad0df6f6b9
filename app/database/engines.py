"""Engines of the two roads.

The write road is transactional (`BEGIN IMMEDIATE` on SQLite, so that a writer waits at its
beginning and never fails in its middle); the read road is in autocommit. `max_overflow=0`
everywhere: overflow connections are opened and torn down for each request.
"""

from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

DRIVERS = {"postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
BUSY_TIMEOUT_MS = 10_000
LOCK_TIMEOUT_MS = 10_000
STATEMENT_TIMEOUT_MS = 30_000
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
)


def async_url(address: str) -> URL:
    """The address with our drivers: asyncpg for PostgreSQL, aiosqlite for SQLite."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return url.set(drivername="sqlite+aiosqlite")
    return url.set(drivername=DRIVERS.get(url.get_backend_name(), url.drivername))


def make_write_engine(address: str, *, pool_size: int, pool_timeout: float) -> AsyncEngine:
    """The engine of units of work; a single writer on SQLite, where there can be no second."""
    url = async_url(address)
    if url.get_backend_name() != "sqlite":
        engine = create_async_engine(
            url, pool_size=pool_size, max_overflow=0, pool_timeout=pool_timeout,
            connect_args=_postgres_arguments(),
        )  # fmt: skip
        _replace_closed_connections(engine)
        return engine
    engine = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=pool_timeout)
    _prepare_sqlite(engine)

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def make_read_engine(address: str, *, pool_size: int, pool_timeout: float) -> AsyncEngine:
    """The engine of GET requests: each statement stands alone, nothing to begin or roll back."""
    url = async_url(address)
    options: dict[str, Any] = {
        "isolation_level": "AUTOCOMMIT",
        "pool_reset_on_return": None,
        "pool_size": pool_size,
        "max_overflow": 0,
        "pool_timeout": pool_timeout,
    }
    if url.get_backend_name() == "sqlite":
        engine = create_async_engine(url, **options)
        _prepare_sqlite(engine)
        return engine
    return create_async_engine(url, connect_args=_postgres_arguments(), **options)


def _replace_closed_connections(engine: AsyncEngine) -> None:
    """Take another connection instead of one that the server closed meanwhile.

    The driver hears of that by itself. Asking the server each time (pre-ping) would cost three
    round trips for each transaction, most of which have one statement.
    """

    @event.listens_for(engine.sync_engine, "checkout")
    def _checkout(connection: Any, _record: Any, _proxy: Any) -> None:
        if connection.driver_connection.is_closed():
            raise DisconnectionError


def _postgres_arguments() -> dict[str, Any]:
    return {
        "server_settings": {
            "application_name": "espace-assure",
            "timezone": "UTC",
            "lock_timeout": str(LOCK_TIMEOUT_MS),
            "statement_timeout": str(STATEMENT_TIMEOUT_MS),
            "jit": "off",
        },
    }


def _prepare_sqlite(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        # The driver must never begin a transaction by itself: our "begin" event does.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in SQLITE_PRAGMAS:
            cursor.execute(pragma)
        cursor.close()
