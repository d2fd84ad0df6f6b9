"""Messages of members, for the claims administrator to answer.

No employer's token reaches them: they tell of health.
"""

from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.dependencies.idempotency import CreatingRoute
from app.dependencies.infrastructure import OriginDep, PortfolioDep
from app.dependencies.messages import ThreadCaseServiceDep, ThreadDeskDep
from app.dependencies.parameters import CursorParam, LimitParam, UpdatedAfterParam
from app.dependencies.principals import MayAnswerThreads, MayReadThreadCases
from app.errors.beneficiaries import BeneficiaryNotFound
from app.errors.messages import ThreadClosed, ThreadNotFound, ThreadTransitionRefused
from app.errors.requests import InvalidCursor
from app.http.answers import tagged_answer
from app.http.etags import not_modified
from app.http.problems import problems
from app.routers.messages import CategoryParam, StateParam, ThreadId
from app.schemas.thread_cases import (
    ThreadCaseCreate,
    ThreadCasePage,
    ThreadCaseRead,
    ThreadCaseReplyCreate,
    ThreadTransitionCreate,
)
from app.services.thread_cases import ThreadCaseQuery
from app.values.ids import parse_id
from app.values.labels import FRENCH

router = APIRouter(prefix="/partner/v1/messages", tags=["work out"], route_class=CreatingRoute)


@router.get(
    "",
    operation_id="listThreadCases",
    summary="List the messages of members",
    responses=problems(InvalidCursor),
)
async def list_thread_cases(
    partner: MayReadThreadCases,
    threads: ThreadCaseServiceDep,
    category: CategoryParam = None,
    state: StateParam = None,
    updated_after: UpdatedAfterParam = None,
    cursor: CursorParam = None,
    limit: LimitParam = 20,
) -> ThreadCasePage:
    """By their last change, oldest first."""
    query = ThreadCaseQuery(category, state, updated_after, cursor, limit)
    return await threads.list(partner, query)


@router.post(
    "",
    operation_id="openThreadCase",
    summary="Write to a member",
    status_code=HTTPStatus.CREATED,
    responses=problems(BeneficiaryNotFound),
)
async def open_thread_case(
    body: ThreadCaseCreate,
    partner: MayAnswerThreads,
    portfolio: PortfolioDep,
    desk: ThreadDeskDep,
    origin: OriginDep,
) -> ThreadCaseRead:
    """Begins a thread, which stands as answered. The member is told by e-mail that a message waits,
    not what it says.
    """
    return await desk.open(portfolio, partner, body, origin)


@router.get(
    "/{message_id}",
    operation_id="getThreadCase",
    summary="Read a thread of a member",
    response_model=ThreadCaseRead,
    responses=problems(ThreadNotFound) | not_modified(),
)
async def get_thread_case(
    request: Request,
    thread_id: ThreadId,
    _partner: MayReadThreadCases,
    threads: ThreadCaseServiceDep,
) -> Response:
    """Every message, oldest first."""
    found = await threads.read(parse_id(thread_id))
    return tagged_answer(request, found, language=FRENCH)


@router.post(
    "/{message_id}/replies",
    operation_id="replyToThreadCase",
    summary="Answer a member",
    status_code=HTTPStatus.CREATED,
    responses=problems(ThreadNotFound, ThreadClosed),
)
async def reply_to_thread_case(
    thread_id: ThreadId,
    body: ThreadCaseReplyCreate,
    partner: MayAnswerThreads,
    portfolio: PortfolioDep,
    desk: ThreadDeskDep,
    origin: OriginDep,
) -> ThreadCaseRead:
    """The thread stands as answered. A complaint may be acknowledged first, which leaves it open;
    an answer acknowledges it by itself.
    """
    return await desk.reply(portfolio, partner, parse_id(thread_id), body, origin)


@router.post(
    "/{message_id}/transitions",
    operation_id="moveThread",
    summary="Close a thread",
    responses=problems(ThreadNotFound, ThreadTransitionRefused),
)
async def move_thread(
    thread_id: ThreadId,
    _body: ThreadTransitionCreate,
    partner: MayAnswerThreads,
    portfolio: PortfolioDep,
    desk: ThreadDeskDep,
    origin: OriginDep,
) -> ThreadCaseRead:
    """Closed for the administrator for good; the member may reply for 30 days."""
    return await desk.close(portfolio, partner, parse_id(thread_id), origin)
