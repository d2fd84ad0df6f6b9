"""Change requests on the administrator's side of the counter: the work list, and decisions."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from app.errors.base import FieldProblem
from app.errors.change_requests import ChangeRequestNotFound
from app.errors.requests import InvalidRequest
from app.models.change_request import ChangeRequest
from app.repositories.base import AnyRow
from app.repositories.change_request_cases import CaseReader
from app.repositories.change_request_moves import ChangeRequestRepository
from app.repositories.change_requests import ChangeRequestReader
from app.schemas.change_request_cases import (
    ChangeRequestCasePage,
    ChangeRequestCaseRead,
    ChangeRequestCaseSummary,
    ChangeRequestTransitionCreate,
)
from app.security.cursors import Cursors
from app.security.keyring import Keyring
from app.services.audit import AuditRecord, AuditTrail
from app.services.change_request_effects import Effects
from app.services.change_request_file import TOLD_TO_PARTNERS, ChangeRequestFile
from app.services.change_request_moves import ChangeRequests
from app.services.change_request_notices import moved_to
from app.services.change_requests import ChangeRequestQuery, position
from app.services.feeds.benefits import MISSING_PARAMETER, STRANGE_PARAMETER
from app.services.member_notices import MemberNotices
from app.services.paging import Paging, SortKey
from app.services.portfolios import CurrentPortfolio
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.change_requests import ChangeRequestState
from app.values.labels import FRENCH
from app.values.lifecycles import StepActor
from app.values.notifications import NotificationTopic
from app.values.principals import CurrentPartner, RequestOrigin

BY_LAST_MOVE: SortKey = {"updated_at": datetime.fromisoformat, "id": UUID}
NEEDED = {
    ChangeRequestState.VALIDATED: "effective_on",
    ChangeRequestState.REFUSED: "reason",
    ChangeRequestState.AWAITING_DOCUMENTS: "documents",
}
"""What each state must come with."""
RESERVED = ("effective_on", "documents")
"""What may come with no other state than the one that needs it."""


class CaseService:
    """Reads the requests of a portfolio."""

    def __init__(
        self, cases: CaseReader, requests: ChangeRequestReader, keyring: Keyring, cursors: Cursors
    ) -> None:
        self._cases = cases
        self._file = ChangeRequestFile(requests, keyring, TOLD_TO_PARTNERS)
        self._cursors = cursors

    async def list(
        self, partner: CurrentPartner, query: ChangeRequestQuery, moved_after: datetime | None
    ) -> ChangeRequestCasePage:
        """A page of the work list, of what moved later than the moment.

        Raises:
            InvalidCursor: the cursor is not of this list.
        """
        place = f"cases:{partner.portfolio_id}:{query.wanted}:{moved_after}"
        paging = Paging(self._cursors, place, BY_LAST_MOVE, query.limit)
        rows = await self._cases.list_cases(
            query.wanted,
            moved_after,
            limit=paging.rows_to_read,
            after=position(paging, query.cursor),
        )
        items = [_summary(row, documents_due=row.documents_due) for row in paging.cut(rows)]
        return ChangeRequestCasePage(items=items, next_cursor=paging.next_of(rows))

    async def read(self, change_request_id: UUID, language: str = FRENCH) -> ChangeRequestCaseRead:
        """One request, with its timeline.

        Raises:
            ChangeRequestNotFound: none of this portfolio.
        """
        row = await self._cases.find(change_request_id)
        if row is None:
            raise ChangeRequestNotFound
        parts = await self._file.parts_of(row, language)
        summary = _summary(row, documents_due=parts.pop("documents_due"))
        return ChangeRequestCaseRead(**dict(summary), **parts)


class CaseDesk:
    """`moveChangeRequest`: the administrator decides, and whoever asked is told."""

    def __init__(
        self,
        requests: ChangeRequestRepository,
        moves: ChangeRequests,
        effects: Effects,
        answers: CaseService,
        notices: MemberNotices,
        audit: AuditTrail,
    ) -> None:
        self._requests = requests
        self._moves = moves
        self._effects = effects
        self._answers = answers
        self._notices = notices
        self._audit = audit

    async def move(
        self,
        portfolio: CurrentPortfolio,
        partner: CurrentPartner,
        change_request_id: UUID,
        body: ChangeRequestTransitionCreate,
        language: str,
        origin: RequestOrigin,
    ) -> ChangeRequestCaseRead:
        """Send a request where the administrator says.

        Raises:
            ChangeRequestNotFound: none of this portfolio.
            InvalidRequest: something the state needs is missing, or belongs to another state.
            TransitionNotAllowed: it cannot go there from where it stands.
            OptionNotAvailable: somebody cannot have the option from that day.
            NoCover, CoverEnded, CoverNotStarted: nobody can be added, or removed, that day.
            AlreadyCovered: who is to be added is covered.
        """
        if wrong := list(_wrong_fields(body)):
            raise InvalidRequest(fields=wrong)
        request = await self._requests.lock_case(portfolio.id, change_request_id)
        if request is None:
            raise ChangeRequestNotFound
        await self._moves.move(
            request,
            StepActor.PARTNER,
            body.state,
            reason=body.reason,
            effective_on=body.effective_on,
            documents=body.documents,
        )
        if body.effective_on is not None and request.kind in self._effects:
            await self._effects[request.kind].apply(request, body.effective_on)
        await self._tell(portfolio, partner, request, origin)
        return await self._answers.read(request.id, language)

    async def _tell(
        self,
        portfolio: CurrentPortfolio,
        partner: CurrentPartner,
        request: ChangeRequest,
        origin: RequestOrigin,
    ) -> None:
        account = await self._notices.tell(
            portfolio, request.asked_by_id, NotificationTopic.REQUESTS, moved_to(request.state)
        )
        self._audit.record(
            AuditRecord(
                action=AuditAction.CHANGE_REQUEST_MOVED,
                result=AuditResult.SUCCEEDED,
                actor_kind=ActorKind.PARTNER,
                portfolio_id=portfolio.id,
                actor_id=partner.token_id,
                account_id=account.id if account else None,
                subject_id=request.id,
                reason=request.state.value,
            ),
            origin,
        )


def _wrong_fields(body: ChangeRequestTransitionCreate) -> Iterator[FieldProblem]:
    needed = NEEDED.get(body.state)
    if needed and not getattr(body, needed):
        yield FieldProblem(f"/{needed}", MISSING_PARAMETER)
    for name in RESERVED:
        if name != needed and getattr(body, name):
            yield FieldProblem(f"/{name}", STRANGE_PARAMETER)


def _summary(row: AnyRow, *, documents_due: int) -> ChangeRequestCaseSummary:
    return ChangeRequestCaseSummary(
        id=row.id,
        kind=row.kind,
        state=row.state,
        contract_ref=row.contract_ref,
        member_ref=row.member_ref,
        asked_by_ref=row.asked_by_ref,
        beneficiary_ref=row.beneficiary_ref,
        wished_on=row.wished_on,
        effective_on=row.effective_on,
        asked_at=row.created_at,
        updated_at=row.updated_at,
        version=row.version,
        documents_due=documents_due,
    )
