"""Questions about events that have their position."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import aliased

from app.database.reading import AnySelect
from app.models.beneficiary import Beneficiary
from app.models.contract import Contract
from app.models.cover import Cover
from app.models.event import Event, EventCounter
from app.models.member import Member
from app.repositories.base import AnyRow
from app.values.events import OF_EMPLOYERS, EventKind

_ADDRESSEE, _ABOUT, _RELATIVE = (aliased(Beneficiary) for _ in range(3))
_NUMBERED = (
    select(
        Event.position,
        Event.id,
        Event.kind,
        Event.subject_id,
        Member.ref.label("member_ref"),
        _ABOUT.ref.label("beneficiary_ref"),
        Event.occurred_at,
    )
    .join(_ADDRESSEE, _ADDRESSEE.id == Event.addressee_id)
    .join(Member, Member.id == _ADDRESSEE.member_id)
    .outerjoin(_ABOUT, _ABOUT.id == Event.about_id)
    .where(
        Event.portfolio_id == bindparam("portfolio_id"),
        Event.position > bindparam("after"),
    )
    .order_by(Event.position)
    .limit(bindparam("limit"))
)
_OF_EMPLOYER = exists().where(
    _RELATIVE.member_id == Member.id,
    Cover.beneficiary_id == _RELATIVE.id,
    Contract.id == Cover.contract_id,
    Contract.employer_ref == bindparam("employer_ref"),
)
_IS_COUNTER = EventCounter.portfolio_id == bindparam("portfolio_id")
_LAST = select(EventCounter.last_position).where(_IS_COUNTER)
_DELETED = select(EventCounter.deleted_through).where(_IS_COUNTER)


class EventRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, event: Event) -> None:
        """Keep an event, which has no position yet."""
        self._session.add(event)


class EventReader:
    """The read road of one portfolio."""

    def __init__(self, connection: AsyncConnection, portfolio_id: UUID) -> None:
        self._connection = connection
        self._portfolio_id = portfolio_id

    async def last_position(self) -> int:
        """Up to where events are numbered."""
        return await self._count(_LAST)

    async def deleted_through(self) -> int:
        """Up to where events were deleted."""
        return await self._count(_DELETED)

    async def _count(self, question: AnySelect) -> int:
        return await self._connection.scalar(question, {"portfolio_id": self._portfolio_id}) or 0

    async def list_for(
        self,
        employer_ref: str | None,
        kinds: frozenset[EventKind] | None,
        *,
        after: int,
        limit: int,
    ) -> Sequence[AnyRow]:
        """Events that a partner may read, by position, from just above `after`.

        `kinds` are those asked for, None is any; `employer_ref` is the employer it is bound to.
        """
        parameters: dict[str, Any] = {
            "portfolio_id": self._portfolio_id,
            "after": after,
            "limit": limit,
        }
        if employer_ref is not None:
            kinds = OF_EMPLOYERS if kinds is None else kinds & OF_EMPLOYERS
            parameters["employer_ref"] = employer_ref
        statement = _page(kinds, of_employer=employer_ref is not None)
        return (await self._connection.execute(statement, parameters)).all()


@lru_cache
def _page(kinds: frozenset[EventKind] | None, *, of_employer: bool) -> AnySelect:
    statement: AnySelect = _NUMBERED
    if kinds is not None:
        statement = statement.where(Event.kind.in_(sorted(kinds)))
    return statement.where(_OF_EMPLOYER) if of_employer else statement
