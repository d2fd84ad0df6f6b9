"""What happened, told in the transaction in which it did."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.database.database import after_commit
from app.gateways.clock import Clock
from app.models.event import Event
from app.repositories.events import EventRepository
from app.values.events import EventKind
from app.values.ids import new_id


class EventLog:
    """Where services say what happened, in one line, in their unit of work."""

    def __init__(self, session: AsyncSession, clock: Clock, wake: Callable[[], None]) -> None:
        self._session = session
        self._events = EventRepository(session)
        self._clock = clock
        self._wake = wake

    def tell(
        self,
        kind: EventKind,
        portfolio_id: UUID,
        subject_id: UUID,
        *,
        addressee_id: UUID,
        about_id: UUID | None = None,
    ) -> None:
        """Something happened to the subject. The addressee learns of it, and whoever may read
        about the person it is about.
        """
        self._events.add(
            Event(
                id=new_id(),
                portfolio_id=portfolio_id,
                kind=kind,
                subject_id=subject_id,
                addressee_id=addressee_id,
                about_id=about_id,
                occurred_at=self._clock.now(),
            )
        )
        after_commit(self._session, self._wake)

    def tell_of_person(self, kind: EventKind, portfolio_id: UUID, beneficiary_id: UUID) -> None:
        """Something happened to a person, who is told."""
        self.tell(
            kind,
            portfolio_id,
            beneficiary_id,
            addressee_id=beneficiary_id,
            about_id=beneficiary_id,
        )
