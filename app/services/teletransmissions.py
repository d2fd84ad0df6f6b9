"""A member switches a person's télétransmission on or off: a request, which the fund answers."""

from uuid import UUID

from pydantic import MISSING

from app.database.database import Database
from app.errors.teletransmissions import TeletransmissionRefused
from app.gateways.clock import Clock
from app.repositories.teletransmissions import TeletransmissionRepository
from app.repositories.visibility import VisibilityReader
from app.schemas.teletransmissions import TeletransmissionRead
from app.services.audit import AuditRecord, AuditTrail
from app.services.events import EventLog
from app.services.family_rights import FamilyRights
from app.values.audit import ActorKind, AuditAction
from app.values.events import EventKind
from app.values.principals import CurrentMember, RequestOrigin
from app.values.teletransmissions import (
    BY_MEMBER,
    LABELS,
    WANTED,
    TeletransmissionCause,
    TeletransmissionState,
    explain,
)


class TeletransmissionService:
    """`setTeletransmission`."""

    def __init__(
        self,
        database: Database,
        links: TeletransmissionRepository,
        audit: AuditTrail,
        events: EventLog,
        clock: Clock,
    ) -> None:
        self._database = database
        self._links = links
        self._audit = audit
        self._events = events
        self._clock = clock

    async def switch(
        self,
        member: CurrentMember,
        beneficiary_id: UUID,
        *,
        enabled: bool,
        language: str,
        origin: RequestOrigin,
    ) -> TeletransmissionRead:
        """Ask for the link or for its end; what is so already, or is asked for, changes nothing.

        Raises:
            BeneficiaryNotFound: nobody of whom the member may see anything.
            Confidential: the member may see something of them, but not their card.
            TeletransmissionRefused: not from where it stands.
        """
        if not await self._links.lock_person(member, beneficiary_id):
            async with self._database.read() as connection:
                family = FamilyRights(VisibilityReader(connection))
                raise await family.refusal(member, beneficiary_id)
        link = await self._links.find(beneficiary_id)
        state = link.state if link else TeletransmissionState.INACTIVE
        now = self._clock.now()
        if WANTED.get(state) is enabled:
            return describe(state, link.cause if link else None, language)
        target = BY_MEMBER.get((state, enabled))
        if target is None:
            raise TeletransmissionRefused
        self._links.move(link, beneficiary_id, target, None, ActorKind.MEMBER, now)
        self._audit.record(
            AuditRecord.by(
                member,
                AuditAction.TELETRANSMISSION_CHANGED,
                subject_id=beneficiary_id,
                reason=target.value,
            ),
            origin,
        )
        self._events.tell_of_person(
            EventKind.TELETRANSMISSION_UPDATED, member.portfolio_id, beneficiary_id
        )
        return describe(target, None, language)


def describe(
    state: TeletransmissionState, cause: TeletransmissionCause | None, language: str
) -> TeletransmissionRead:
    """Where a link stands, in words, and what the member may ask for."""
    words = explain(state, cause)
    return TeletransmissionRead(
        state=state,
        label=LABELS[state].in_language(language),
        cause=cause or MISSING,
        explanation=words.meaning.in_language(language),
        next_step=words.next_step.in_language(language) if words.next_step else None,
        can_enable=(state, True) in BY_MEMBER,
        can_disable=(state, False) in BY_MEMBER,
    )
