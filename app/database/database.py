"""The database as the rest of the product sees it: a read road and a write road."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession, async_sessionmaker
from sqlalchemy.orm import Session

from app.database.engines import make_read_engine, make_write_engine

BEFORE_COMMIT = "before_commit"
LAST_BEFORE_COMMIT = "last_before_commit"
AFTER_COMMIT = "after_commit"
COMMITTING = "committing"
Prepare = Callable[[AsyncSession], Awaitable[None]]

_unit_of_work: ContextVar[AsyncSession | None] = ContextVar("unit_of_work", default=None)


class TransactionMisused(RuntimeError):
    """A programming fault: a commit outside the unit of work, or locks in the wrong order."""


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
        self._sessions = async_sessionmaker(
            self.write_engine, expire_on_commit=False, sync_session_class=_GuardedSession
        )

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.write_engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """The read road: a connection in autocommit, for Core statements.

        Giving it back rolls nothing back and waits for nothing: it needs no task of its own to be
        safe from cancellation, as the library's context manager makes one for each request.
        """
        connection = await self.read_engine.connect()
        try:
            yield connection
        finally:
            await connection.close()

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[AsyncSession]:
        """The write road: everything inside is committed together, or not at all.

        What was put aside for the end runs just before the commit, the audit trail last, since its
        lock must be the last one taken; what waits for success (waking the worker) just after.
        """
        around = _unit_of_work.get()
        try:
            async with self._sessions() as session:
                _unit_of_work.set(session)
                yield session
                await _commit(session)
        finally:
            _unit_of_work.set(around)

    @asynccontextmanager
    async def short_transaction(self, name: str) -> AsyncIterator[AsyncSession]:
        """A named transaction for what must survive the failure of the request around it.

        Raises:
            TransactionMisused: the unit of work around it has begun. On SQLite, which has one
                writer, it would wait for itself; on PostgreSQL, empty the pool.
        """
        around = _unit_of_work.get()
        if around is not None and around.in_transaction():
            raise TransactionMisused(f"{name} must be finished before the unit of work begins")
        async with self.unit_of_work() as session:
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


def before_commit(session: AsyncSession, prepare: Prepare) -> None:
    """Run `prepare` at the end of the unit of work, inside its transaction."""
    session.info.setdefault(BEFORE_COMMIT, []).append(prepare)


def last_before_commit(session: AsyncSession, prepare: Prepare) -> None:
    """Run `prepare` after everything else, right before the commit: for the audit trail."""
    session.info.setdefault(LAST_BEFORE_COMMIT, []).append(prepare)


def after_commit(session: AsyncSession, announce: Callable[[], None]) -> None:
    """Run `announce` once the unit of work is safely committed."""
    session.info.setdefault(AFTER_COMMIT, []).append(announce)


async def _commit(session: AsyncSession) -> None:
    for phase in (BEFORE_COMMIT, LAST_BEFORE_COMMIT):
        while waiting := session.info.pop(phase, None):
            for prepare in waiting:
                await prepare(session)
    session.info[COMMITTING] = True
    await session.commit()
    session.info[COMMITTING] = False
    for announce in session.info.pop(AFTER_COMMIT, ()):
        announce()


class _GuardedSession(Session):
    """Commits when the unit of work does, and at no other moment."""


@event.listens_for(_GuardedSession, "before_commit")
def _refuse_stray_commit(session: Any) -> None:
    # A savepoint that is released commits nothing.
    if not session.info.get(COMMITTING) and not session.in_nested_transaction():
        raise TransactionMisused("only the unit of work commits")
