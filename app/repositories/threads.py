"""Questions about threads: the list and one of them as a member reads them, and what they write."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.database.reading import AnySelect, fetch_named
from app.models.beneficiary import Beneficiary
from app.models.inbox_entry import InboxEntry
from app.models.thread import Message, Thread, ThreadReading
from app.repositories.base import AFTER_ROW, LATEST, Position, insert_into
from app.repositories.inbox import (
    ABOUT,
    ANY_ENTRY,
    InboxFilter,
    Shape,
    conditions,
)
from app.repositories.reimbursements import Named, code_of
from app.repositories.visibility import reader_parameters, visible
from app.values.family_rights import FamilyRight
from app.values.lifecycles import StepActor
from app.values.messages import MessageCategory
from app.values.principals import CurrentMember

_READING = and_(
    ThreadReading.thread_id == Thread.id, ThreadReading.reader_id == bindparam("reader_id")
)
_READ_UNTIL = func.coalesce(ThreadReading.position, 0)
_UNREAD = (
    select(func.count())
    .where(
        Message.thread_id == Thread.id,
        Message.author == StepActor.PARTNER,
        Message.position > _READ_UNTIL,
    )
    .correlate(Thread, ThreadReading)
    .scalar_subquery()
    .label("unread")
)
_COLUMNS = (
    Thread.id,
    code_of(Thread.category),
    Thread.subject,
    code_of(Thread.state),
    Thread.messages,
    Thread.created_at,
    Thread.updated_at,
    Thread.closed_at,
    Thread.acknowledge_by,
    Thread.answer_by,
    Thread.acknowledged_at,
    Thread.answered_at,
    _UNREAD,
    *ABOUT,
)
_ANY_THREAD = and_(InboxEntry.id == Thread.id, ANY_ENTRY)
_ONE = (
    select(*_COLUMNS)
    .outerjoin(ThreadReading, _READING)
    .where(_ANY_THREAD, Thread.id == bindparam("thread_id"))
)
_MESSAGES = (
    select(Message.id, Message.position, Message.at, code_of(Message.author), Message.text)
    .where(Message.thread_id == bindparam("thread_id"))
    .order_by(Message.position)
)
_LOCKED = (
    select(Thread)
    .join(Beneficiary, Beneficiary.id == Thread.beneficiary_id)
    .where(
        Thread.id == bindparam("thread_id"),
        Thread.member_id == bindparam("family_id"),
        or_(Thread.asked_by_id == bindparam("reader_id"), visible(FamilyRight.LINES)),
    )
    .with_for_update(of=Thread)
)


@dataclass(frozen=True, slots=True)
class ThreadFilter:
    """Which threads are asked: as of any entry of the inbox, and by category."""

    entry: InboxFilter
    category: MessageCategory | None = None


class ThreadReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_threads(
        self, member: CurrentMember, wanted: ThreadFilter, *, limit: int, after: Position | None
    ) -> list[Named]:
        """Threads by moment of beginning, newest first, from just below `after`."""
        moment, row_id = after or LATEST
        parameters: dict[str, Any] = {
            **reader_parameters(member),
            **wanted.entry.parameters,
            "after_moment": moment,
            "after_id": row_id,
            "limit": limit,
        }
        if wanted.category:
            parameters["category"] = wanted.category.value
        question = _page(wanted.entry.shape, wanted.category is not None)
        return await fetch_named(self._connection, question, parameters)

    async def find(self, member: CurrentMember, thread_id: UUID) -> Named | None:
        """One thread that the reader may see."""
        parameters = {**reader_parameters(member), "thread_id": thread_id}
        found = await fetch_named(self._connection, _ONE, parameters)
        return found[0] if found else None

    async def list_messages(self, thread_id: UUID) -> list[Named]:
        """Every message of a thread that was found, in order."""
        return await fetch_named(self._connection, _MESSAGES, {"thread_id": thread_id})


class ThreadRepository:
    """The write road: a thread is locked while something is added to it."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, thread: Thread) -> None:
        """Keep a new thread. Flushes: its messages refer to it."""
        self._session.add(thread)
        await self._session.flush()

    async def flush(self) -> None:
        """Have what was changed read by the questions that follow in this unit of work."""
        await self._session.flush()

    def add_message(self, message: Message) -> None:
        """The next message of a thread that is new or locked."""
        self._session.add(message)

    async def lock(self, member: CurrentMember, thread_id: UUID) -> Thread | None:
        """A thread that the reader may see, locked until the end of the transaction."""
        parameters = {**reader_parameters(member), "thread_id": thread_id}
        return await self._session.scalar(_LOCKED, parameters)

    async def mark_read(self, thread_id: UUID, reader_id: UUID, position: int) -> None:
        """The reader has read that far, or farther on another device."""
        statement = insert_into(self._session, ThreadReading).values(
            thread_id=thread_id, reader_id=reader_id, position=position
        )
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["thread_id", "reader_id"],
                set_={"position": statement.excluded.position},
                where=ThreadReading.position < statement.excluded.position,
            )
        )


@lru_cache
def _page(shape: Shape, of_one_category: bool) -> AnySelect:
    page = (
        select(*_COLUMNS)
        .outerjoin(ThreadReading, _READING)
        .where(
            _ANY_THREAD,
            tuple_(InboxEntry.asked_at, InboxEntry.id) < AFTER_ROW,
            *conditions(shape),
        )
        .order_by(InboxEntry.asked_at.desc(), InboxEntry.id.desc())
        .limit(bindparam("limit"))
    )
    if of_one_category:
        page = page.where(Thread.category == bindparam("category"))
    return page
