"""Positions of events: given after the commit, so that they follow it.

Neither ids nor moments can order a feed: a transaction that began first may be committed last, and
a reader who had gone past it would never see it. A position is given to events that are committed
already, by one transaction at a time, which the counter's row makes wait for each other.
"""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models.event import Event, EventCounter
from app.repositories.base import insert_into

_UNNUMBERED = (
    select(Event.portfolio_id).where(Event.position.is_(None)).distinct().order_by("portfolio_id")
)


class EventNumbering:
    """The write road of one portfolio's counter."""

    def __init__(self, session: AsyncSession, portfolio_id: UUID) -> None:
        self._session = session
        self._portfolio_id = portfolio_id

    async def number(self, limit: int) -> int:
        """Number events that are committed and have no position; how many there were."""
        last = await self._lock_counter()
        # On PostgreSQL this statement sees whatever was committed before it: the lock is held.
        waiting = (
            select(Event.id)
            .where(Event.portfolio_id == self._portfolio_id, Event.position.is_(None))
            .order_by(Event.id)
            .limit(limit)
            .subquery()
        )
        ranked = select(
            waiting.c.id, func.row_number().over(order_by=waiting.c.id).label("rank")
        ).subquery()
        numbered = cast(
            CursorResult[Any],
            await self._session.execute(
                update(Event)
                .where(Event.id == ranked.c.id)
                .values(position=last + ranked.c.rank)
                .execution_options(synchronize_session=False)
            ),
        ).rowcount
        await self._record(last_position=last + numbered)
        return numbered

    async def delete_before(self, moment: datetime) -> None:
        """Delete the events that stand before the first one of this moment or later."""
        last = await self._lock_counter()
        in_order = Event.portfolio_id == self._portfolio_id, Event.position.is_not(None)
        kept = await self._session.scalar(
            select(Event.position)
            .where(*in_order, Event.occurred_at >= moment)
            .order_by(Event.position)
            .limit(1)
        )
        through = last if kept is None else kept - 1
        await self._session.execute(delete(Event).where(*in_order, Event.position <= through))
        await self._record(deleted_through=through)

    async def _lock_counter(self) -> int:
        """The position given last; whoever numbers next waits until the end of the transaction."""
        first = {"portfolio_id": self._portfolio_id, "last_position": 0, "deleted_through": 0}
        await self._session.execute(
            insert_into(self._session, EventCounter).values(first).on_conflict_do_nothing()
        )
        question = select(EventCounter.last_position).where(self._is_mine).with_for_update()
        return (await self._session.scalars(question)).one()

    async def _record(self, **values: int) -> None:
        await self._session.execute(update(EventCounter).where(self._is_mine).values(**values))

    @property
    def _is_mine(self) -> Any:
        return EventCounter.portfolio_id == self._portfolio_id


class UnnumberedEvents:
    """The read road: what waits for a position, or for its end."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_portfolios(self) -> list[UUID]:
        """The portfolios that have events without a position."""
        return list((await self._connection.scalars(_UNNUMBERED)).all())

    async def list_older(self, moment: datetime) -> list[UUID]:
        """The portfolios that have events from before the moment."""
        question = select(Event.portfolio_id).where(Event.occurred_at < moment).distinct()
        return list((await self._connection.scalars(question)).all())

    async def exist_in(self, portfolio_id: UUID) -> bool:
        """Whether one portfolio has any."""
        question = (
            select(Event.id)
            .where(Event.portfolio_id == portfolio_id, Event.position.is_(None))
            .limit(1)
        )
        return await self._connection.scalar(question) is not None
