"""What members asked to have changed, for the claims administrator to decide.

No employer's token reaches it: a request tells of births, marriages, separations and disabilities,
and it is the administrator who decides it.
"""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.dependencies.change_requests import (
    CaseDeskDep,
    CaseNirDisclosureDep,
    CaseServiceDep,
)
from app.dependencies.infrastructure import LanguageDep, OriginDep, PortfolioDep
from app.dependencies.parameters import CursorParam, LimitParam, UpdatedAfterParam
from app.dependencies.principals import MayDecideCases, MayReadCaseNirs, MayReadCases
from app.errors.beneficiaries import NirUnknown
from app.errors.change_requests import ChangeRequestNotFound
from app.errors.covers import CoverEnded, CoverNotStarted, NoCover
from app.errors.family_changes import AlreadyCovered
from app.errors.lifecycles import TransitionNotAllowed
from app.errors.options import OptionNotAvailable
from app.errors.requests import BodyTooLarge, InvalidCursor, MalformedBody
from app.http.answers import tagged_answer
from app.http.etags import not_modified
from app.http.problems import problems
from app.routers.change_requests import ChangeRequestId, KindParam, StateParam
from app.schemas.beneficiaries import NirDisclosureRead
from app.schemas.change_request_cases import (
    ChangeRequestCasePage,
    ChangeRequestCaseRead,
    ChangeRequestTransitionCreate,
)
from app.services.change_requests import ChangeRequestQuery
from app.values.ids import parse_id

router = APIRouter(prefix="/partner/v1/change-requests", tags=["work out"])


@router.get(
    "",
    operation_id="listChangeRequestCases",
    summary="List the change requests of members",
    responses=problems(InvalidCursor),
)
async def list_cases(
    partner: MayReadCases,
    cases: CaseServiceDep,
    kind: KindParam = None,
    state: StateParam = None,
    updated_after: UpdatedAfterParam = None,
    cursor: CursorParam = None,
    limit: LimitParam = 20,
) -> ChangeRequestCasePage:
    """By their last move, oldest first."""
    query = ChangeRequestQuery(kind, state, cursor, limit)
    return await cases.list(partner, query, updated_after)


@router.get(
    "/{change_request_id}",
    operation_id="getChangeRequestCase",
    summary="Read a change request",
    response_model=ChangeRequestCaseRead,
    responses=problems(ChangeRequestNotFound) | not_modified(),
)
async def get_case(
    request: Request,
    change_request_id: ChangeRequestId,
    _partner: MayReadCases,
    cases: CaseServiceDep,
    language: LanguageDep,
) -> Response:
    """What is asked, the documents that are due, and every move with its reason."""
    found = await cases.read(parse_id(change_request_id), language)
    return tagged_answer(request, found, language=language)


@router.post(
    "/{change_request_id}/transitions",
    operation_id="moveChangeRequest",
    summary="Decide a change request, or ask for documents",
    responses=problems(
        MalformedBody,
        BodyTooLarge,
        ChangeRequestNotFound,
        TransitionNotAllowed,
        OptionNotAvailable,
        NoCover,
        CoverEnded,
        CoverNotStarted,
        AlreadyCovered,
    ),
)
async def move_change_request(
    change_request_id: ChangeRequestId,
    body: ChangeRequestTransitionCreate,
    partner: MayDecideCases,
    portfolio: PortfolioDep,
    desk: CaseDeskDep,
    language: LanguageDep,
    origin: OriginDep,
) -> ChangeRequestCaseRead:
    """`validated` with the day from which it holds, `refused` with a reason, `awaiting_documents`
    with what is asked for, `requested` once documents came. Whoever asked is told by e-mail, which
    says no more than that it moved. A person whom a request added bears a reference of the
    request, until a `PUT` of the same family, first name and birth date gives them its own.
    """
    request_id = parse_id(change_request_id)
    return await desk.move(portfolio, partner, request_id, body, language, origin)


@router.post(
    "/{change_request_id}/nir-disclosures",
    operation_id="discloseChangeRequestNir",
    summary="Show the full social security number of whom a request would add",
    responses=problems(ChangeRequestNotFound, NirUnknown),
)
async def disclose_nir(
    change_request_id: ChangeRequestId,
    partner: MayReadCaseNirs,
    disclosures: CaseNirDisclosureDep,
    origin: OriginDep,
) -> NirDisclosureRead:
    """Masked everywhere else. Written down where whoever asked can read it
    (`GET /v1/me/activity`).
    """
    return await disclosures.disclose(partner, parse_id(change_request_id), origin)
