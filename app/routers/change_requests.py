"""What members asked to have changed under their contracts."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from app.dependencies.change_requests import ChangeRequestServiceDep, ChangeRequestWithdrawalDep
from app.dependencies.infrastructure import LanguageDep, OriginDep
from app.dependencies.parameters import CursorParam, LimitParam
from app.dependencies.principals import MayReadChangeRequests, MayWithdrawChangeRequest
from app.errors.change_requests import ChangeRequestNotFound, NotTheAsker
from app.errors.lifecycles import TransitionNotAllowed
from app.errors.requests import InvalidCursor
from app.http.answers import tagged_answer
from app.http.etags import not_modified
from app.http.problems import problems
from app.schemas.change_requests import ChangeRequestPage, ChangeRequestRead
from app.services.change_requests import ChangeRequestQuery
from app.values.change_requests import ChangeRequestKind, ChangeRequestState
from app.values.ids import parse_id

router = APIRouter(prefix="/v1/change-requests", tags=["change requests"])
ChangeRequestId = Annotated[str, Path(description="A change request, by id.")]
KindParam = Annotated[ChangeRequestKind | None, Query(description="Of this kind only.")]
StateParam = Annotated[ChangeRequestState | None, Query(description="In this state only.")]


@router.get(
    "",
    operation_id="listChangeRequests",
    summary="List what I asked to have changed",
    responses=problems(InvalidCursor),
)
async def list_change_requests(
    member: MayReadChangeRequests,
    requests: ChangeRequestServiceDep,
    language: LanguageDep,
    kind: KindParam = None,
    state: StateParam = None,
    cursor: CursorParam = None,
    limit: LimitParam = 20,
) -> ChangeRequestPage:
    """Newest first: what the reader asked, and what others of the family asked about a person whose
    card the reader may see.
    """
    query = ChangeRequestQuery(kind, state, cursor, limit)
    return await requests.list(member, query, language)


@router.get(
    "/{change_request_id}",
    operation_id="getChangeRequest",
    summary="Follow one change request",
    response_model=ChangeRequestRead,
    responses=problems(ChangeRequestNotFound) | not_modified(),
)
async def get_change_request(
    request: Request,
    change_request_id: ChangeRequestId,
    member: MayReadChangeRequests,
    requests: ChangeRequestServiceDep,
    language: LanguageDep,
) -> Response:
    """Where it stands, the documents that are due, and every move with its reason."""
    found = await requests.read(member, parse_id(change_request_id), language)
    return tagged_answer(request, found, language=language)


@router.post(
    "/{change_request_id}/cancellation",
    operation_id="cancelChangeRequest",
    summary="Withdraw a change request",
    responses=problems(ChangeRequestNotFound, NotTheAsker, TransitionNotAllowed),
)
async def cancel_change_request(
    change_request_id: ChangeRequestId,
    member: MayWithdrawChangeRequest,
    withdrawal: ChangeRequestWithdrawalDep,
    language: LanguageDep,
    origin: OriginDep,
) -> ChangeRequestRead:
    """Whoever asked may, until it is decided."""
    return await withdrawal.cancel(member, parse_id(change_request_id), language, origin)
