"""Questions about statements: what a reader may see of them is what they may see of their lines.

A page reads as many statements as it shows, in the order of their index, however many years came
before; sums are made of the lines of those alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Uuid, and_, bindparam, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from app.database.reading import AnySelect, fetch_all, fetch_named
from app.models.beneficiary import Beneficiary
from app.models.member import Member
from app.models.statement import Statement, StatementLine
from app.repositories.base import LATEST_DAY
from app.repositories.reimbursements import AMOUNTS, LINE_COLUMNS, Cells, Named, code_of
from app.repositories.visibility import reader_parameters, visible
from app.values.family_rights import FamilyRight
from app.values.periods import Period
from app.values.principals import CurrentMember

_READABLE = and_(
    StatementLine.beneficiary_id == Beneficiary.id,
    StatementLine.member_id == bindparam("family_id"),
    visible(FamilyRight.LINES),
)
_HEAD = (Statement.id, Statement.ref, Statement.issued_on, code_of(Statement.source))
_ONE = (
    select(*_HEAD, Member.member_number)
    .join(Member, Member.id == Statement.member_id)
    .where(
        Statement.id == bindparam("statement_id"),
        Statement.member_id == bindparam("family_id"),
    )
)
_LINES = (
    select(*LINE_COLUMNS)
    .where(_READABLE, StatementLine.statement_id == bindparam("statement_id"))
    .order_by(StatementLine.position)
)
_PEOPLE = (
    select(Beneficiary.id, Beneficiary.birth_date, Beneficiary.rank)
    .where(_READABLE, StatementLine.statement_id == bindparam("statement_id"))
    .distinct()
)


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """Which statements are asked: issued in a period, with care of one beneficiary or of any."""

    period: Period
    beneficiary_id: UUID | None = None


class StatementReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_statements(
        self,
        member: CurrentMember,
        wanted: StatementFilter,
        *,
        limit: int,
        after: tuple[date, UUID] | None = None,
    ) -> list[Named]:
        """Statements by day of issue and id, newest first, from just below `after`; each with the
        sums of the lines that the reader may see, of which there is at least one.
        """
        after_date, after_id = after or LATEST_DAY
        parameters: dict[str, Any] = {
            **reader_parameters(member),
            "first": wanted.period.first,
            "last": wanted.period.last,
            "after_date": after_date,
            "after_id": after_id,
            "limit": limit,
        }
        if wanted.beneficiary_id:
            parameters["beneficiary_id"] = wanted.beneficiary_id
        statement = page_of_statements(wanted.beneficiary_id is not None)
        return await fetch_named(self._connection, statement, parameters)

    async def find(self, member: CurrentMember, statement_id: UUID) -> Named | None:
        """The head of a statement of the family."""
        parameters = {"family_id": member.member_id, "statement_id": statement_id}
        found = await fetch_named(self._connection, _ONE, parameters)
        return found[0] if found else None

    async def list_lines(self, member: CurrentMember, statement_id: UUID) -> Sequence[Cells]:
        """The lines that the reader may see, as the statement orders them."""
        parameters = {**reader_parameters(member), "statement_id": statement_id}
        return await fetch_all(self._connection, _LINES, parameters)

    async def list_people(self, member: CurrentMember, statement_id: UUID) -> list[Named]:
        """What tells apart those whose lines the reader may see: day of birth and rank."""
        parameters = {**reader_parameters(member), "statement_id": statement_id}
        return await fetch_named(self._connection, _PEOPLE, parameters)


@lru_cache
def page_of_statements(of_one_beneficiary: bool) -> AnySelect:
    """The question of a page; a test looks at how it is answered."""
    one_line = select(1).where(StatementLine.statement_id == Statement.id, _READABLE)
    if of_one_beneficiary:
        one_line = one_line.where(Beneficiary.id == bindparam("beneficiary_id"))
    page = (
        select(*_HEAD)
        .where(
            Statement.member_id == bindparam("family_id"),
            Statement.issued_on.between(bindparam("first"), bindparam("last")),
            tuple_(Statement.issued_on, Statement.id)
            < tuple_(bindparam("after_date", type_=Date()), bindparam("after_id", type_=Uuid())),
            # Not EXISTS, which PostgreSQL may turn into a join that reads the family's every line.
            one_line.limit(1).scalar_subquery().is_not(None),
        )
        .order_by(Statement.issued_on.desc(), Statement.id.desc())
        .limit(bindparam("limit"))
        .cte("page")
    )
    return (
        select(*page.c, *AMOUNTS, func.count().label("lines"))
        .join(StatementLine, StatementLine.statement_id == page.c.id)
        .join(Beneficiary, Beneficiary.id == StatementLine.beneficiary_id)
        .where(_READABLE)
        .group_by(*page.c)
        .order_by(page.c.issued_on.desc(), page.c.id.desc())
    )
