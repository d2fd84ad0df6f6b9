"""Change requests of a family: listed, read, withdrawn."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import MISSING

from app.errors.change_requests import ChangeRequestNotFound, NotTheAsker
from app.repositories.base import AnyRow, Position
from app.repositories.change_request_moves import ChangeRequestRepository
from app.repositories.change_requests import (
    ChangeRequestFilter,
    ChangeRequestReader,
)
from app.schemas.change_requests import (
    ChangeRequestPage,
    ChangeRequestPersonRead,
    ChangeRequestRead,
    ChangeRequestSummary,
)
from app.security.cursors import Cursors
from app.security.keyring import Keyring
from app.services.audit import AuditRecord, AuditTrail
from app.services.change_request_file import TOLD_TO_MEMBERS, ChangeRequestFile
from app.services.change_request_moves import ChangeRequests
from app.services.paging import Paging, SortKey
from app.values.audit import AuditAction
from app.values.change_requests import (
    KIND_LABELS,
    LIFECYCLE,
    STATE_LABELS,
    ChangeRequestKind,
    ChangeRequestState,
)
from app.values.lifecycles import StepActor
from app.values.principals import CurrentMember, RequestOrigin

NEWEST: SortKey = {"created_at": datetime.fromisoformat, "id": UUID}


@dataclass(frozen=True, slots=True)
class ChangeRequestQuery:
    """What a reader asked of a list of requests; what is None is any."""

    kind: ChangeRequestKind | None
    state: ChangeRequestState | None
    cursor: str | None
    limit: int

    @property
    def wanted(self) -> ChangeRequestFilter:
        """Which requests are asked for, whatever the page."""
        return ChangeRequestFilter(self.kind, self.state)


class ChangeRequestService:
    """Reads requests; which ones are visible is decided by the repository."""

    def __init__(self, requests: ChangeRequestReader, keyring: Keyring, cursors: Cursors) -> None:
        self._requests = requests
        self._file = ChangeRequestFile(requests, keyring, TOLD_TO_MEMBERS)
        self._cursors = cursors

    async def list(
        self, member: CurrentMember, query: ChangeRequestQuery, language: str
    ) -> ChangeRequestPage:
        """A page of requests, newest first.

        Raises:
            InvalidCursor: the cursor is not of this list.
        """
        place = f"change-requests:{member.account_id}:{query.wanted}"
        paging = Paging(self._cursors, place, NEWEST, query.limit)
        rows = await self._requests.list_of(
            member, query.wanted, limit=paging.rows_to_read, after=position(paging, query.cursor)
        )
        items = [
            _summary(row, language, documents_due=row.documents_due) for row in paging.cut(rows)
        ]
        return ChangeRequestPage(items=items, next_cursor=paging.next_of(rows))

    async def read(
        self, member: CurrentMember, change_request_id: UUID, language: str
    ) -> ChangeRequestRead:
        """One request, with its timeline and the documents that are due.

        Raises:
            ChangeRequestNotFound: none of those that the reader may see.
        """
        row = await self._requests.find(member, change_request_id)
        if row is None:
            raise ChangeRequestNotFound
        parts = await self._file.parts_of(row, language)
        summary = _summary(row, language, documents_due=parts.pop("documents_due"))
        return ChangeRequestRead(**dict(summary), can_cancel=_may_cancel(row, member), **parts)


class ChangeRequestWithdrawal:
    """`cancelChangeRequest`: whoever asked no longer wants it."""

    def __init__(
        self,
        requests: ChangeRequestRepository,
        moves: ChangeRequests,
        answers: ChangeRequestService,
        audit: AuditTrail,
    ) -> None:
        self._requests = requests
        self._moves = moves
        self._answers = answers
        self._audit = audit

    async def cancel(
        self,
        member: CurrentMember,
        change_request_id: UUID,
        language: str,
        origin: RequestOrigin,
    ) -> ChangeRequestRead:
        """Withdraw a request that nobody has decided.

        Raises:
            ChangeRequestNotFound: none of those that the reader may see.
            NotTheAsker: somebody else of the family asked.
            TransitionNotAllowed: it was decided, or withdrawn.
        """
        request = await self._requests.lock(member, change_request_id)
        if request is None:
            raise ChangeRequestNotFound
        if request.asked_by_id != member.beneficiary_id:
            raise NotTheAsker
        target = ChangeRequestState.CANCELLED
        await self._moves.move(request, StepActor.MEMBER, target)
        self._audit.record(
            AuditRecord.by(
                member,
                AuditAction.CHANGE_REQUEST_MOVED,
                subject_id=request.id,
                reason=target.value,
            ),
            origin,
        )
        return await self._answers.read(member, request.id, language)


def position(paging: Paging, cursor: str | None) -> Position | None:
    """Where a list by moment and id goes on.

    Raises:
        InvalidCursor: the cursor is not of this list.
    """
    found = paging.position(cursor)
    return (found[0], found[1]) if found else None


def _may_cancel(row: AnyRow, member: CurrentMember) -> bool:
    return row.asked_by_id == member.beneficiary_id and LIFECYCLE.allows(
        StepActor.MEMBER, row.state, ChangeRequestState.CANCELLED
    )


def _summary(row: AnyRow, language: str, *, documents_due: int) -> ChangeRequestSummary:
    return ChangeRequestSummary(
        id=row.id,
        kind=row.kind,
        kind_label=KIND_LABELS[row.kind].in_language(language),
        state=row.state,
        state_label=STATE_LABELS[row.state].in_language(language),
        contract_id=row.contract_id,
        contract_number=row.contract_number,
        beneficiary=_person(row),
        wished_on=row.wished_on,
        effective_on=row.effective_on,
        asked_at=row.created_at,
        updated_at=row.updated_at,
        documents_due=documents_due,
    )


def _person(row: AnyRow) -> ChangeRequestPersonRead | Any:
    if row.person_id is None:
        return MISSING
    return ChangeRequestPersonRead(
        id=row.person_id, first_name=row.first_name, last_name=row.last_name
    )
