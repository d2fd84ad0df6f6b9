"""Opening change requests and moving them: what every kind and both sides of the counter share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.gateways.clock import Clock
from app.models.change_request import ChangeRequest
from app.models.inbox_entry import InboxEntry
from app.repositories.change_request_moves import ChangeRequestRepository
from app.repositories.inbox import InboxRepository
from app.schemas.base import Body
from app.schemas.change_request_cases import DocumentAsked
from app.security.keyring import Keyring
from app.services.audit import AuditRecord, AuditTrail
from app.services.change_request_file import seal_details, timeline_with
from app.services.events import EventLog
from app.services.search_words import stems_of
from app.values.audit import AuditAction
from app.values.change_requests import (
    KIND_LABELS,
    LIFECYCLE,
    ChangeRequestKind,
    ChangeRequestState,
)
from app.values.events import EventKind
from app.values.ids import new_id
from app.values.inbox import InboxKind
from app.values.lifecycles import StepActor
from app.values.principals import CurrentMember, RequestOrigin


@dataclass(frozen=True, slots=True)
class Opening:
    """What somebody asks to have changed; `documents` are due before it is examined."""

    kind: ChangeRequestKind
    contract_id: UUID
    details: Body
    wished_on: date
    beneficiary_id: UUID | None = None
    documents: Sequence[DocumentAsked] = ()


class ChangeRequests:
    """Opens requests and moves them, in somebody's unit of work."""

    def __init__(
        self,
        requests: ChangeRequestRepository,
        inbox: InboxRepository,
        keyring: Keyring,
        audit: AuditTrail,
        events: EventLog,
        clock: Clock,
    ) -> None:
        self._requests = requests
        self._inbox = inbox
        self._keyring = keyring
        self._audit = audit
        self._events = events
        self._clock = clock
        self._timeline = timeline_with(keyring)

    async def open(
        self, member: CurrentMember, opening: Opening, origin: RequestOrigin | None
    ) -> UUID:
        """Write a request down; it waits for documents when some are due. Whoever opens it has
        checked that it may be asked, under `lock_family`.
        """
        now, request_id = self._clock.now(), new_id()
        state = (
            ChangeRequestState.AWAITING_DOCUMENTS
            if opening.documents
            else ChangeRequestState.REQUESTED
        )
        await self._requests.add(
            ChangeRequest(
                id=request_id,
                portfolio_id=member.portfolio_id,
                member_id=member.member_id,
                contract_id=opening.contract_id,
                asked_by_id=member.beneficiary_id,
                beneficiary_id=opening.beneficiary_id,
                kind=opening.kind,
                state=state,
                details_sealed=seal_details(self._keyring, request_id, opening.details),
                wished_on=opening.wished_on,
                version=1,
                created_at=now,
                updated_at=now,
            )
        )
        documents = [document.model_dump() for document in opening.documents]
        await self._requests.ask_documents(request_id, documents, now)
        self._inbox.add(
            InboxEntry(
                id=request_id,
                kind=InboxKind.CHANGE_REQUEST,
                portfolio_id=member.portfolio_id,
                member_id=member.member_id,
                beneficiary_id=opening.beneficiary_id or member.beneficiary_id,
                asked_by_id=member.beneficiary_id,
                topic=opening.kind.value,
                status=state.value,
                asked_at=now,
                updated_at=now,
                words=stems_of(*KIND_LABELS[opening.kind]),
            )
        )
        line = self._timeline.begin(StepActor.MEMBER, state, now)
        await self._requests.add_step(request_id, line)
        self._audit.record(
            AuditRecord.by(
                member,
                AuditAction.CHANGE_REQUEST_OPENED,
                subject_id=request_id,
                reason=opening.kind.value,
            ),
            origin,
        )
        self._events.tell(
            EventKind.CHANGE_REQUEST_OPENED,
            member.portfolio_id,
            request_id,
            addressee_id=member.beneficiary_id,
            about_id=opening.beneficiary_id,
        )
        return request_id

    async def move(
        self,
        request: ChangeRequest,
        actor: StepActor,
        target: ChangeRequestState,
        *,
        reason: str | None = None,
        effective_on: date | None = None,
        documents: Sequence[DocumentAsked] = (),
    ) -> None:
        """Move a request that is locked, and write the line of its timeline.

        Raises:
            TransitionNotAllowed: not by this actor, from where it stands.
        """
        now, before = self._clock.now(), request.state
        line = self._timeline.move(actor, before, target, now, reason)
        request.state, request.effective_on = target, effective_on
        request.version += 1
        request.updated_at = now
        if before is ChangeRequestState.AWAITING_DOCUMENTS and LIFECYCLE.is_open(target):
            await self._requests.receive_documents(request.id, now)
        asked = [document.model_dump() for document in documents]
        await self._requests.ask_documents(request.id, asked, now)
        await self._requests.add_step(request.id, line)
        await self._inbox.move(request.id, target.value, now)
        self._events.tell(
            EventKind.CHANGE_REQUEST_UPDATED,
            request.portfolio_id,
            request.id,
            addressee_id=request.asked_by_id,
            about_id=request.beneficiary_id,
        )
