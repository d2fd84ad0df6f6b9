"""Threads as members read and write them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import MISSING

from app.database.database import Database
from app.errors.base import FieldProblem
from app.errors.messages import ThreadClosed, ThreadNotFound
from app.errors.requests import InvalidRequest
from app.gateways.clock import Clock
from app.models.thread import Thread
from app.repositories.inbox import InboxFilter
from app.repositories.reimbursements import Named
from app.repositories.threads import ThreadFilter, ThreadReader, ThreadRepository
from app.repositories.visibility import VisibilityReader
from app.schemas.messages import (
    ComplaintRead,
    MessageRead,
    ReplyCreate,
    ThreadCreate,
    ThreadPage,
    ThreadPersonRead,
    ThreadRead,
    ThreadSummary,
)
from app.security.cursors import Cursors
from app.services.audit import AuditRecord, AuditTrail
from app.services.family_rights import FamilyRights
from app.services.paging import Paging, SortKey
from app.services.search_words import stems_searched
from app.services.thread_writing import ThreadOpening, ThreadWriting
from app.values.audit import AuditAction
from app.values.family_rights import FamilyRight
from app.values.ids import parse_id
from app.values.inbox import InboxKind
from app.values.messages import (
    CATEGORY_LABELS,
    REOPENING_DAYS,
    STATE_LABELS,
    SUBJECTS,
    MessageCategory,
    ThreadState,
)
from app.values.periods import paris_date
from app.values.principals import CurrentMember, RequestOrigin

NEWEST: SortKey = {"opened_at": datetime.fromisoformat, "id": UUID}
UNKNOWN_CODE = "unknown_code"


@dataclass(frozen=True, slots=True)
class ThreadQuery:
    """What a reader asked of the list; what is None is any."""

    words: str | None
    category: MessageCategory | None
    state: ThreadState | None
    beneficiary_id: UUID | None
    cursor: str | None
    limit: int


class ThreadService:
    """Reads threads; which ones are visible is decided by the repository."""

    def __init__(
        self, threads: ThreadReader, family: FamilyRights, cursors: Cursors, clock: Clock
    ) -> None:
        self._threads = threads
        self._family = family
        self._cursors = cursors
        self._clock = clock

    async def list(self, member: CurrentMember, query: ThreadQuery, language: str) -> ThreadPage:
        """A page of threads, newest first; none when words were searched that nothing can hold.

        Raises:
            InvalidCursor: the cursor is not of this list.
            BeneficiaryNotFound: nobody of whom the reader may see anything.
            Confidential: the reader may see something of them, but not their acts.
        """
        stems = stems_searched(query.words) if query.words else []
        entry = InboxFilter(InboxKind.MESSAGE, query.beneficiary_id, query.state, tuple(stems))
        wanted = ThreadFilter(entry, query.category)
        paging = Paging(self._cursors, f"threads:{member.account_id}:{wanted}", NEWEST, query.limit)
        after = paging.position(query.cursor)
        if query.words and not stems:
            return ThreadPage(items=[], next_cursor=None)
        rows = await self._threads.list_threads(
            member, wanted, limit=paging.rows_to_read, after=(after[0], after[1]) if after else None
        )
        if not rows and query.beneficiary_id:
            await self._family.require(member, query.beneficiary_id, FamilyRight.LINES)
        items = [ThreadSummary(**_head(row, language)) for row in paging.cut(rows)]
        ends = [{"opened_at": item.opened_at, "id": item.id} for item in items]
        return ThreadPage(items=items, next_cursor=paging.next_cursor(rows, ends))

    async def read(self, member: CurrentMember, thread_id: UUID, language: str) -> ThreadRead:
        """One thread with its messages.

        Raises:
            ThreadNotFound: none of those that the reader may see.
        """
        row = await self._threads.find(member, thread_id)
        if row is None:
            raise ThreadNotFound
        messages = await self._threads.list_messages(thread_id)
        can_reply = row["closed_at"] is None or may_reopen(row["closed_at"], self._clock.now())
        return ThreadRead(
            **_head(row, language),
            can_reply=can_reply,
            messages=[MessageRead(**message) for message in messages],
        )


class MemberMessages:
    """`openThread`, `replyToThread`, `markThreadRead`."""

    def __init__(
        self,
        database: Database,
        threads: ThreadRepository,
        writing: ThreadWriting,
        answers: ThreadService,
        audit: AuditTrail,
        clock: Clock,
    ) -> None:
        self._database = database
        self._threads = threads
        self._writing = writing
        self._answers = answers
        self._audit = audit
        self._clock = clock

    async def open(
        self, member: CurrentMember, body: ThreadCreate, language: str, origin: RequestOrigin
    ) -> ThreadRead:
        """Begin a thread about a person whose acts the writer may see.

        Raises:
            InvalidRequest: a subject of another category.
            BeneficiaryNotFound: nobody of whom the writer may see anything.
            Confidential: the writer may see something of them, but not their acts.
        """
        check_subject(body.category, body.subject)
        person = parse_id(body.beneficiary_id) if body.beneficiary_id else member.beneficiary_id
        async with self._database.read() as connection:
            family = FamilyRights(VisibilityReader(connection))
            await family.require(member, person, FamilyRight.LINES)
        thread = await self._writing.open(
            ThreadOpening(
                portfolio_id=member.portfolio_id,
                member_id=member.member_id,
                beneficiary_id=person,
                asked_by_id=member.beneficiary_id,
                category=body.category,
                subject=body.subject,
                text=body.text,
            )
        )
        self._record(member, thread, origin)
        return await self._answers.read(member, thread.id, language)

    async def reply(
        self,
        member: CurrentMember,
        thread_id: UUID,
        body: ReplyCreate,
        language: str,
        origin: RequestOrigin,
    ) -> ThreadRead:
        """Add a message; a thread that was answered, or closed not long ago, is open again.

        Raises:
            ThreadNotFound: none of those that the reader may see.
            ThreadClosed: closed for more than 30 days.
        """
        thread = await self._lock(member, thread_id)
        if thread.closed_at and not may_reopen(thread.closed_at, self._clock.now()):
            raise ThreadClosed
        await self._writing.add_member_message(thread, member.beneficiary_id, body.text)
        self._record(member, thread, origin)
        return await self._answers.read(member, thread.id, language)

    async def mark_read(self, member: CurrentMember, thread_id: UUID) -> None:
        """The reader has seen every message there is now.

        Raises:
            ThreadNotFound: none of those that the reader may see.
        """
        thread = await self._lock(member, thread_id)
        await self._threads.mark_read(thread.id, member.beneficiary_id, thread.messages)

    async def _lock(self, member: CurrentMember, thread_id: UUID) -> Thread:
        thread = await self._threads.lock(member, thread_id)
        if thread is None:
            raise ThreadNotFound
        return thread

    def _record(self, member: CurrentMember, thread: Thread, origin: RequestOrigin) -> None:
        self._audit.record(
            AuditRecord.by(member, AuditAction.MESSAGE_WRITTEN, subject_id=thread.id), origin
        )


def may_reopen(closed_at: datetime, now: datetime) -> bool:
    """Whether a reply of the member still opens a closed thread again."""
    return paris_date(now) <= paris_date(closed_at) + timedelta(days=REOPENING_DAYS)


def check_subject(category: MessageCategory, subject: str) -> None:
    """Refuse a subject that is not of the category.

    Raises:
        InvalidRequest: at the subject.
    """
    if subject not in SUBJECTS[category]:
        raise InvalidRequest(fields=[FieldProblem("/subject", UNKNOWN_CODE)])


def complaint_of(row: Named) -> ComplaintRead | Any:
    """The clock of a complaint; nothing of any other thread."""
    if row["answer_by"] is None:
        return MISSING
    return ComplaintRead(**{name: row[name] for name in ComplaintRead.model_fields})


def labels_of(row: Named, language: str) -> dict[str, Any]:
    """Category, subject and state in words; a subject that is no more stays a code."""
    category = MessageCategory(row["category"])
    subject = SUBJECTS[category].get(row["subject"])
    return {
        "category": category,
        "category_label": CATEGORY_LABELS[category].in_language(language),
        "subject": row["subject"],
        "subject_label": subject.in_language(language) if subject else row["subject"],
        "state": ThreadState(row["state"]),
        "state_label": STATE_LABELS[ThreadState(row["state"])].in_language(language),
    }


def _head(row: Named, language: str) -> dict[str, Any]:
    return {
        **labels_of(row, language),
        "id": row["id"],
        "beneficiary": ThreadPersonRead(
            id=row["beneficiary_id"], first_name=row["first_name"], last_name=row["last_name"]
        ),
        "messages_count": row["messages"],
        "unread_count": row["unread"],
        "opened_at": row["created_at"],
        "updated_at": row["updated_at"],
        "complaint": complaint_of(row),
    }
