"""Questions about statements: a page of them with their sums, and the lines of one.

A statement exists for a reader by the lines they may see: sums are of those alone, and one that
has none is not there. The page is cut before anything is summed, along the index by day, so that
ten years of statements are read as fast as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import String, Uuid, and_, bindparam, func, select, tuple_, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import Date

from app.database.reading import AnySelect, fetch_all, fetch_named
from app.models.beneficiary import Beneficiary
from app.models.statement import Statement, StatementLine
from app.repositories.reimbursements import LINE_COLUMNS, Cells, Named
from app.repositories.visibility import reader_parameters, visible
from app.values.family_rights import FamilyRight
from app.values.periods import Period
from app.values.principals import CurrentMember

_LATEST = (date.max, UUID(int=(1 << 128) - 1))
_VISIBLE_LINES = and_(StatementLine.beneficiary_id == Beneficiary.id, visible(FamilyRight.LINES))
_LINES_OF_ONE = (
    select(
        Statement.issued_on,
        type_coerce(Statement.source, String).label("statement_source"),
        *LINE_COLUMNS,
    )
    .join(StatementLine, StatementLine.statement_id == Statement.id)
    .join(Beneficiary, _VISIBLE_LINES)
    .where(Statement.id == bindparam("statement_id"), Statement.member_id == bindparam("family_id"))
    .order_by(StatementLine.position)
)


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """Which statements are asked: by day of issue, of one beneficiary or all."""

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
        after: tuple[date, UUID] | None,
    ) -> list[Named]:
        """Statements with a line the member may see, newest first: a row for each beneficiary, by
        rank, with the sums of their lines. `limit` counts statements.
        """
        after_date, after_id = after or _LATEST
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
        statement = _statements(wanted.beneficiary_id is not None)
        return await fetch_named(self._connection, statement, parameters)

    async def list_lines(self, member: CurrentMember, statement_id: UUID) -> Sequence[Cells]:
        """Day, source and the cells of each line the member may see, in the statement's order."""
        parameters = {**reader_parameters(member), "statement_id": statement_id}
        return await fetch_all(self._connection, _LINES_OF_ONE, parameters)


@lru_cache
def _statements(of_one_beneficiary: bool) -> AnySelect:
    lines = select(StatementLine.id).where(
        StatementLine.statement_id == Statement.id, _VISIBLE_LINES
    )
    if of_one_beneficiary:
        lines = lines.where(StatementLine.beneficiary_id == bindparam("beneficiary_id"))
    page = (
        select(Statement.id, Statement.issued_on, Statement.source)
        .where(
            Statement.member_id == bindparam("family_id"),
            Statement.issued_on.between(bindparam("first"), bindparam("last")),
            tuple_(Statement.issued_on, Statement.id)
            < tuple_(bindparam("after_date", type_=Date()), bindparam("after_id", type_=Uuid())),
            lines.correlate(Statement).exists(),
        )
        .order_by(Statement.issued_on.desc(), Statement.id.desc())
        .limit(bindparam("limit"))
        .cte("page")
    )
    statement: AnySelect = (
        select(
            page.c.id,
            page.c.issued_on,
            type_coerce(page.c.source, String).label("source"),
            Beneficiary.id.label("beneficiary_id"),
            Beneficiary.first_name,
            Beneficiary.last_name,
            func.count().label("lines"),
            func.sum(StatementLine.spent).label("actual_cost"),
            func.sum(StatementLine.statutory_net).label("statutory"),
            func.sum(StatementLine.complementary).label("complementary"),
            func.sum(StatementLine.other_insurer).label("other_insurer"),
            func.sum(StatementLine.left_to_pay).label("left_to_pay"),
            func.sum(StatementLine.quantity).label("acts"),
        )
        .join(StatementLine, StatementLine.statement_id == page.c.id)
        .join(Beneficiary, _VISIBLE_LINES)
        .group_by(
            page.c.id,
            page.c.issued_on,
            page.c.source,
            Beneficiary.id,
            Beneficiary.first_name,
            Beneficiary.last_name,
            Beneficiary.rank,
        )
        .order_by(page.c.issued_on.desc(), page.c.id.desc(), Beneficiary.rank)
    )
    if of_one_beneficiary:
        statement = statement.where(StatementLine.beneficiary_id == bindparam("beneficiary_id"))
    return statement
