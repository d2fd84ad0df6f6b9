"""Events as members' applications follow them: as they happen, as long as the session lasts."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from time import monotonic
from uuid import UUID

from app.database.database import Database
from app.errors.authentication import Unauthenticated
from app.errors.events import EventsDeleted
from app.gateways.clock import Clock
from app.repositories.base import AnyRow
from app.repositories.events import EventReader
from app.repositories.member_events import MemberEventReader
from app.repositories.sessions import SessionReader
from app.security.access_tokens import AccessTokens
from app.services.auth.current_member import CurrentMemberService
from app.services.event_feed import EventClerk
from app.services.portfolios import CurrentPortfolio

LOOKED_EVERY_SECONDS = 1.0
SESSION_CHECKED_EVERY_SECONDS = 10.0
"""How long a stream outlives its session; the rights of the reader are looked at as often."""
AT_ONCE = 100


class EventTide:
    """How far each portfolio's events are numbered: asked once a second for all who follow them."""

    def __init__(self, database: Database, clerk: EventClerk) -> None:
        self._database = database
        self._clerk = clerk
        self._asking = asyncio.Lock()
        self._known: dict[UUID, tuple[float, int]] = {}

    async def position(self, portfolio_id: UUID) -> int:
        """The last position, as it was a second ago at the earliest."""
        async with self._asking:
            asked_at, position = self._known.get(portfolio_id, (0.0, 0))
            if not asked_at or monotonic() - asked_at >= LOOKED_EVERY_SECONDS:
                async with self._database.read() as connection:
                    await self._clerk.number(connection, portfolio_id)
                    position = await EventReader(connection, portfolio_id).last_position()
                self._known[portfolio_id] = (monotonic(), position)
            return position


@dataclass(frozen=True, slots=True)
class Beat:
    """What happened since the beat before, perhaps nothing, and where to go on after it."""

    events: tuple[AnyRow, ...]
    position: int


class EventStream:
    """`followEvents`, for one access token."""

    def __init__(
        self,
        database: Database,
        tide: EventTide,
        tokens: AccessTokens,
        clock: Clock,
        portfolio: CurrentPortfolio,
        token: str,
        *,
        seconds: int,
    ) -> None:
        self._database = database
        self._tide = tide
        self._tokens = tokens
        self._clock = clock
        self._portfolio = portfolio
        self._token = token
        self._seconds = seconds

    async def begin(self, last_position: int | None) -> int:
        """Where the stream begins: after the position that was seen last, else now.

        Raises:
            EventsDeleted: some of what followed is not kept any more.
        """
        now = await self._tide.position(self._portfolio.id)
        if last_position is None:
            return now
        async with self._database.read() as connection:
            if last_position < await EventReader(connection, self._portfolio.id).deleted_through():
                raise EventsDeleted
        return min(last_position, now)

    async def follow(self, after: int) -> AsyncGenerator[Beat]:
        """Beats until the session is over, the access token too old, or the time up."""
        end, checked_at, seen = monotonic() + self._seconds, 0.0, after
        yield Beat((), after)
        while True:
            now = await self._tide.position(self._portfolio.id)
            due = monotonic() - checked_at >= SESSION_CHECKED_EVERY_SECONDS
            if due or now > seen:
                try:
                    events = await self._list(after)
                except Unauthenticated:
                    return
                full = len(events) == AT_ONCE
                after = events[-1].position if events else after
                seen, checked_at = after if full else now, monotonic()
                yield Beat(events, after)
                if full:
                    continue
            if monotonic() >= end:
                return
            await asyncio.sleep(LOOKED_EVERY_SECONDS)

    async def _list(self, after: int) -> tuple[AnyRow, ...]:
        """What the reader may learn of, by the session and the rights of the moment."""
        async with self._database.read() as connection:
            service = CurrentMemberService(SessionReader(connection), self._tokens, self._portfolio)
            member = await service.authenticate(self._token, self._clock.now())
            events = MemberEventReader(connection)
            return tuple(await events.list_for(member, after=after, limit=AT_ONCE))
