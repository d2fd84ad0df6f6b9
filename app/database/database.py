"""The database as the rest of the product sees it: a read road and a write road."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession, async_sessionmaker

from app.database.engines import make_read_engine, make_write_engine

BEFORE_COMMIT = "before_commit"
AFTER_COMMIT = "after_commit"


class Database:
    """Owner of both pools. Nothing connects before the first statement."""

    def __init__(
        self, address: str, *, read_pool_size: int, write_pool_size: int, pool_timeout: float
    ) -> None:
        self.read_engine = make_read_engine(
            address, pool_size=read_pool_size, pool_timeout=pool_timeout
        )
        self.write_engine = make_write_engine(
            address, pool_size=write_pool_size, pool_timeout=pool_timeout
        )
        self._sessions = async_sessionmaker(self.write_engine, expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.write_engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """The read road: a connection in autocommit, for Core statements."""
        async with self.read_engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[AsyncSession]:
        """The write road: everything inside is committed together, or not at all.

        What was put aside for the end (the audit trail, whose lock must be taken last) runs just
        before the commit; what waits for its success (waking the worker) just after.
        """
        async with self._sessions() as session:
            yield session
            for prepare in session.info.pop(BEFORE_COMMIT, ()):
                await prepare(session)
            await session.commit()
            for announce in session.info.pop(AFTER_COMMIT, ()):
                announce()

    @asynccontextmanager
    async def short_transaction(self, name: str) -> AsyncIterator[AsyncSession]:
        """A named transaction for what must survive the failure of the request around it.

        It must be finished before the unit of work takes its first lock: on SQLite a second
        writer would wait for itself.
        """
        async with self.unit_of_work() as session:
            session.info["name"] = name
            yield session

    @asynccontextmanager
    async def rehearsal(self) -> AsyncIterator[AsyncSession]:
        """A transaction that is never committed: what a dry run does, it does here."""
        async with self._sessions() as session:
            yield session
            await session.flush()

    async def dispose(self) -> None:
        """Close both pools."""
        await self.read_engine.dispose()
        await self.write_engine.dispose()


def before_commit(
    session: AsyncSession, prepare: Callable[[AsyncSession], Awaitable[None]]
) -> None:
    """Run `prepare` at the end of the unit of work, inside its transaction."""
    session.info.setdefault(BEFORE_COMMIT, []).append(prepare)


def after_commit(session: AsyncSession, announce: Callable[[], None]) -> None:
    """Run `announce` once the unit of work is safely committed."""
    session.info.setdefault(AFTER_COMMIT, []).append(announce)
