"""Where feeds are taken: the applier of a kind over a session, and the single resource."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors.base import DomainError
from app.gateways.clock import Clock
from app.schemas.base import Body
from app.schemas.imports import FeedResultRead
from app.security.keyring import Keyring
from app.services.audit import AuditTrail
from app.services.events import EventLog
from app.services.feeds.applying import FeedApplier, FeedContext, FeedTransaction
from app.services.feeds.kinds import KINDS
from app.services.feeds.source import FeedSource
from app.services.outbox import Outbox
from app.values.imports import ImportKind


class FeedDesk:
    """Hands out the applier of a kind over a session."""

    def __init__(self, keyring: Keyring, clock: Clock, wake: Callable[[], None]) -> None:
        self._keyring = keyring
        self._clock = clock
        self._wake = wake

    def applier(
        self, kind: ImportKind, session: AsyncSession, source: FeedSource
    ) -> FeedApplier[Any]:
        """What applies a batch of this kind inside this session's transaction."""
        transaction = FeedTransaction(
            session=session,
            context=FeedContext(source, self._keyring, self._clock.now(), self._clock.today()),
            clock=self._clock,
            outbox=Outbox(session, self._keyring, self._clock, self._wake),
            audit=AuditTrail(session, self._keyring, self._clock),
            events=EventLog(session, self._clock, self._wake),
        )
        return KINDS[kind].make_applier(transaction)


class FeedService:
    """A single resource from a partner: a batch of one in the caller's unit of work."""

    def __init__(self, session: AsyncSession, desk: FeedDesk) -> None:
        self._session = session
        self._desk = desk

    async def put(
        self, kind: ImportKind, source: FeedSource, ref: str, body: Body
    ) -> FeedResultRead:
        """Create or change what this reference names; sending it again changes nothing.

        Raises:
            PermissionMissing: an employer's token sends affiliations only.
            DomainError: the rule the body breaks.
        """
        KINDS[kind].check_may_come_from(source)
        applier = self._desk.applier(kind, self._session, source)
        verdict = (await applier.apply({ref: body}))[ref]
        if isinstance(verdict, DomainError):
            raise verdict
        return FeedResultRead(ref=ref, id=verdict.id, outcome=verdict.outcome.value)
