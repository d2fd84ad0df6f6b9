"""Questions of the administrator about threads: every one of its portfolio, by its last change."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import aliased

from app.database.reading import AnySelect, fetch_named
from app.database.types import UTCDateTime
from app.models.beneficiary import Beneficiary
from app.models.member import Member
from app.models.thread import Message, Thread
from app.repositories.base import AFTER_ROW, BEGINNING, AnyRow, Position
from app.repositories.reimbursements import Named, code_of
from app.values.messages import MessageCategory, ThreadState
from app.values.relationships import Relationship

_Asker = aliased(Beneficiary)
_THREADS = (
    select(
        Thread.id,
        code_of(Thread.category),
        Thread.subject,
        code_of(Thread.state),
        Thread.messages,
        Thread.created_at,
        Thread.updated_at,
        Thread.acknowledge_by,
        Thread.answer_by,
        Thread.acknowledged_at,
        Thread.answered_at,
        Member.ref.label("member_ref"),
        Beneficiary.ref.label("beneficiary_ref"),
        _Asker.ref.label("asked_by_ref"),
    )
    .join(Member, Member.id == Thread.member_id)
    .join(Beneficiary, Beneficiary.id == Thread.beneficiary_id)
    .outerjoin(_Asker, _Asker.id == Thread.asked_by_id)
    .where(Thread.portfolio_id == bindparam("portfolio_id"))
)
_ONE = _THREADS.where(Thread.id == bindparam("thread_id"))
_MESSAGES = (
    select(
        Message.id,
        Message.position,
        Message.at,
        code_of(Message.author),
        Beneficiary.ref.label("author_ref"),
        Message.text,
    )
    .outerjoin(Beneficiary, Beneficiary.id == Message.author_id)
    .where(Message.thread_id == bindparam("thread_id"))
    .order_by(Message.position)
)
_LOCKED = (
    select(Thread)
    .where(
        Thread.portfolio_id == bindparam("portfolio_id"),
        Thread.id == bindparam("thread_id"),
    )
    .with_for_update()
    .execution_options(populate_existing=True)
)
_PERSON = select(Beneficiary.id, Beneficiary.member_id).where(
    Beneficiary.portfolio_id == bindparam("portfolio_id"),
    Beneficiary.ref == bindparam("ref"),
)
_HOLDER = select(Beneficiary.id).where(
    Beneficiary.member_id == bindparam("family_id"),
    Beneficiary.relationship == Relationship.SELF,
)


@dataclass(frozen=True, slots=True)
class ThreadCaseFilter:
    """Which threads are asked for; what is None is any."""

    category: MessageCategory | None = None
    state: ThreadState | None = None


class ThreadCaseReader:
    """The read road of one portfolio."""

    def __init__(self, connection: AsyncConnection, portfolio_id: UUID) -> None:
        self._connection = connection
        self._portfolio_id = portfolio_id

    async def list_threads(
        self,
        wanted: ThreadCaseFilter,
        changed_after: datetime | None,
        *,
        limit: int,
        after: Position | None = None,
    ) -> list[Named]:
        """Threads by last change, those later than a moment, oldest first, from just above."""
        moment, row_id = after or BEGINNING
        parameters: dict[str, Any] = {
            "portfolio_id": self._portfolio_id,
            "after_moment": moment,
            "after_id": row_id,
            "changed_after": changed_after or BEGINNING[0],
            "limit": limit,
        }
        return await fetch_named(self._connection, _page(wanted), parameters)

    async def find(self, thread_id: UUID) -> Named | None:
        """One of them."""
        parameters = {"portfolio_id": self._portfolio_id, "thread_id": thread_id}
        found = await fetch_named(self._connection, _ONE, parameters)
        return found[0] if found else None

    async def list_messages(self, thread_id: UUID) -> list[Named]:
        """Every message of a thread that was found, in order."""
        return await fetch_named(self._connection, _MESSAGES, {"thread_id": thread_id})


class ThreadCaseRepository:
    """The write road of one portfolio."""

    def __init__(self, session: AsyncSession, portfolio_id: UUID) -> None:
        self._session = session
        self._portfolio_id = portfolio_id

    async def lock(self, thread_id: UUID) -> Thread | None:
        """One of the portfolio, until the end of the transaction."""
        parameters = {"portfolio_id": self._portfolio_id, "thread_id": thread_id}
        return await self._session.scalar(_LOCKED, parameters)

    async def find_person(self, ref: str) -> AnyRow | None:
        """A person of the portfolio and their family, by the administrator's own reference."""
        parameters = {"portfolio_id": self._portfolio_id, "ref": ref}
        return (await self._session.execute(_PERSON, parameters)).one_or_none()

    async def holder_of(self, family_id: UUID) -> UUID | None:
        """The member of a family: whoever is written to when nobody of it asked."""
        return await self._session.scalar(_HOLDER, {"family_id": family_id})


@lru_cache
def _page(wanted: ThreadCaseFilter) -> AnySelect:
    statement = _THREADS.where(
        tuple_(Thread.updated_at, Thread.id) > AFTER_ROW,
        Thread.updated_at > bindparam("changed_after", type_=UTCDateTime()),
    )
    if wanted.category is not None:
        statement = statement.where(Thread.category == wanted.category)
    if wanted.state is not None:
        statement = statement.where(Thread.state == wanted.state)
    return statement.order_by(Thread.updated_at, Thread.id).limit(bindparam("limit"))
