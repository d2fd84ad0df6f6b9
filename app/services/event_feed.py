"""The feed of events: numbered after the commit, read in that order, kept for some time."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.database.database import Database
from app.errors.events import EventsDeleted
from app.gateways.clock import Clock
from app.repositories.event_numbering import EventNumbering, UnnumberedEvents
from app.repositories.events import EventReader
from app.schemas.events import EventFeedRead, EventRead
from app.values.events import EventKind
from app.values.principals import CurrentPartner

KEPT = timedelta(days=90)
"""How long an event may be read."""
NUMBERED_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class EventQuery:
    """What a partner asked of the feed; without a kind, any."""

    after: int | None
    kind: EventKind | None
    limit: int


class EventClerk:
    """Gives events their positions, and deletes those that were kept long enough: a duty of the
    worker. Whoever reads does not wait for it.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._looked_back_on: date | None = None

    async def run_once(self) -> int:
        """Number what is committed, a thousand of each portfolio; once a day delete what is old."""
        if self._looked_back_on != (today := self._clock.today()):
            await self._delete_old()
            self._looked_back_on = today
        async with self._database.read() as connection:
            waiting = await UnnumberedEvents(connection).list_portfolios()
        for portfolio_id in waiting:
            await self._number(portfolio_id)
        return len(waiting)

    async def number(self, connection: AsyncConnection, portfolio_id: UUID) -> None:
        """Number what a portfolio's readers could not see yet; `connection` is only read."""
        if await UnnumberedEvents(connection).exist_in(portfolio_id):
            await self._number(portfolio_id)

    async def _number(self, portfolio_id: UUID) -> None:
        async with self._database.short_transaction("number_events") as session:
            await EventNumbering(session, portfolio_id).number(NUMBERED_AT_ONCE)

    async def _delete_old(self) -> None:
        before = self._clock.now() - KEPT
        async with self._database.read() as connection:
            portfolios = await UnnumberedEvents(connection).list_older(before)
        for portfolio_id in portfolios:
            async with self._database.short_transaction("delete_events") as session:
                await EventNumbering(session, portfolio_id).delete_before(before)


class EventFeedService:
    """`listEvents`: the feed that partners read and resume."""

    def __init__(self, events: EventReader, connection: AsyncConnection, clerk: EventClerk) -> None:
        self._events = events
        self._connection = connection
        self._clerk = clerk

    async def read(self, partner: CurrentPartner, query: EventQuery) -> EventFeedRead:
        """What happened after a position, in order; the beginning without one.

        Raises:
            EventsDeleted: some of what followed the position is not kept any more.
        """
        await self._clerk.number(self._connection, partner.portfolio_id)
        last = await self._events.last_position()
        after = query.after or 0
        kinds = frozenset({query.kind}) if query.kind else None
        rows = await self._events.list_for(
            partner.employer_ref, kinds, after=after, limit=query.limit
        )
        # Asked last: what is deleted while the page is read must not be missing from it unnoticed.
        if query.after is not None and after < await self._events.deleted_through():
            raise EventsDeleted
        more = len(rows) == query.limit
        # Whatever is numbered was looked at, also what was not asked for.
        seen = rows[-1].position if more else max(after, last, *(row.position for row in rows))
        return EventFeedRead(
            items=[EventRead(**row._asdict()) for row in rows], next_after=seen, more=more
        )
