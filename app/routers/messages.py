"""Messages to the administrator, by threads."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from app.dependencies.idempotency import CreatingRoute
from app.dependencies.infrastructure import LanguageDep, OriginDep
from app.dependencies.messages import MemberMessagesDep, ThreadServiceDep
from app.dependencies.parameters import BeneficiaryParam, CursorParam, LimitParam, WordsParam
from app.dependencies.principals import MayReadMessages, MayWriteMessages
from app.errors.beneficiaries import BeneficiaryNotFound, Confidential
from app.errors.messages import ThreadClosed, ThreadNotFound
from app.errors.requests import InvalidCursor
from app.http.answers import tagged_answer
from app.http.etags import not_modified
from app.http.problems import problems
from app.schemas.messages import ReplyCreate, ThreadCreate, ThreadPage, ThreadRead
from app.services.threads import ThreadQuery
from app.values.ids import parse_id, parse_optional_id
from app.values.messages import MessageCategory, ThreadState

router = APIRouter(prefix="/v1/messages", tags=["messages"], route_class=CreatingRoute)
ThreadId = Annotated[str, Path(alias="message_id", description="A thread, by id.")]
CategoryParam = Annotated[MessageCategory | None, Query(description="Of this category only.")]
StateParam = Annotated[ThreadState | None, Query(description="In this state only.")]


@router.get(
    "",
    operation_id="listThreads",
    summary="List and search my messages",
    responses=problems(BeneficiaryNotFound, Confidential, InvalidCursor),
)
async def list_threads(
    member: MayReadMessages,
    threads: ThreadServiceDep,
    language: LanguageDep,
    q: WordsParam = None,
    category: CategoryParam = None,
    state: StateParam = None,
    beneficiary_id: BeneficiaryParam = None,
    cursor: CursorParam = None,
    limit: LimitParam = 20,
) -> ThreadPage:
    """Newest first: what the reader wrote, and what concerns people whose acts they may see."""
    person = parse_optional_id(beneficiary_id)
    query = ThreadQuery(q, category, state, person, cursor, limit)
    return await threads.list(member, query, language)


@router.post(
    "",
    operation_id="openThread",
    summary="Write a message",
    status_code=HTTPStatus.CREATED,
    responses=problems(BeneficiaryNotFound, Confidential),
)
async def open_thread(
    body: ThreadCreate,
    member: MayWriteMessages,
    messages: MemberMessagesDep,
    language: LanguageDep,
    origin: OriginDep,
) -> ThreadRead:
    """Begins a thread. Category and subject come from `listMessageCategories`. A complaint tells by
    when it will be acknowledged and answered.
    """
    return await messages.open(member, body, language, origin)


@router.get(
    "/{message_id}",
    operation_id="getThread",
    summary="Read a thread",
    response_model=ThreadRead,
    responses=problems(ThreadNotFound) | not_modified(),
)
async def get_thread(
    request: Request,
    thread_id: ThreadId,
    member: MayReadMessages,
    threads: ThreadServiceDep,
    language: LanguageDep,
) -> Response:
    """Every message, oldest first. Reading does not mark them as read: `markThreadRead` does."""
    found = await threads.read(member, parse_id(thread_id), language)
    return tagged_answer(request, found, language=language)


@router.post(
    "/{message_id}/replies",
    operation_id="replyToThread",
    summary="Reply in a thread",
    status_code=HTTPStatus.CREATED,
    responses=problems(ThreadNotFound, ThreadClosed),
)
async def reply_to_thread(
    thread_id: ThreadId,
    body: ReplyCreate,
    member: MayWriteMessages,
    messages: MemberMessagesDep,
    language: LanguageDep,
    origin: OriginDep,
) -> ThreadRead:
    """Opens the thread again when it was answered, or closed at most 30 days ago."""
    return await messages.reply(member, parse_id(thread_id), body, language, origin)


@router.put(
    "/{message_id}/read",
    operation_id="markThreadRead",
    summary="Mark a thread as read",
    status_code=HTTPStatus.NO_CONTENT,
    responses=problems(ThreadNotFound),
)
async def mark_thread_read(
    thread_id: ThreadId, member: MayWriteMessages, messages: MemberMessagesDep
) -> None:
    """Every message there is now, for this reader alone."""
    await messages.mark_read(member, parse_id(thread_id))
