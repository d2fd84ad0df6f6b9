"""Questions about statement lines: sums by type of care, and the lines themselves.

Every question joins the beneficiary and asks `visible` of them: a line nobody may see is never
read. Sums are read by the names given here to the columns; the cells of a line, of which a page has
many, by their place among `LINE_CELLS`. Codes are texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Label,
    String,
    Uuid,
    and_,
    bindparam,
    case,
    func,
    select,
    tuple_,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import QueryableAttribute
from sqlalchemy.types import Date

from app.database.reading import AnySelect, fetch_all, fetch_named
from app.models.beneficiary import Beneficiary
from app.models.statement import StatementLine
from app.repositories.base import LATEST_DAY
from app.repositories.visibility import reader_parameters, visible
from app.values.care_categories import CareCategory
from app.values.family_rights import FamilyRight
from app.values.periods import Period
from app.values.principals import CurrentMember

Cells = Sequence[Any]
Named = dict[str, Any]


def code_of(column: QueryableAttribute[Any]) -> Label[str]:
    """A code as the text it is kept as."""
    return type_coerce(column, String).label(column.key)


_IN_PERIOD = StatementLine.care_date.between(bindparam("first"), bindparam("last"))
AMOUNTS = (
    func.sum(StatementLine.spent).label("actual_cost"),
    func.sum(StatementLine.statutory_net).label("statutory"),
    func.sum(StatementLine.complementary).label("complementary"),
    func.sum(StatementLine.other_insurer).label("other_insurer"),
    func.sum(StatementLine.left_to_pay).label("left_to_pay"),
    func.sum(StatementLine.quantity).label("acts"),
)
"""The sums of lines."""
_BENEFICIARY = (
    Beneficiary.id,
    Beneficiary.first_name,
    Beneficiary.last_name,
    code_of(Beneficiary.relationship),
)
_FAMILY_LINES = and_(
    StatementLine.member_id == bindparam("family_id"),
    StatementLine.beneficiary_id == Beneficiary.id,
    _IN_PERIOD,
)
# The beneficiary is read with the sums: no row is one whom the reader may not see, a row without
# category is one without care.
_SUMS_OF_BENEFICIARY = (
    select(*_BENEFICIARY, code_of(StatementLine.category), *AMOUNTS)
    .outerjoin(StatementLine, _FAMILY_LINES)
    .where(visible(FamilyRight.TOTALS), Beneficiary.id == bindparam("beneficiary_id"))
    .group_by(Beneficiary.id, StatementLine.category)
)
# Of whom the totals alone may be seen, no payment is announced: its line would not be found.
_RECENT = and_(StatementLine.paid_on > bindparam("paid_after"), visible(FamilyRight.LINES))
_SUMS_OF_FAMILY = select(*AMOUNTS, func.count(case((_RECENT, 1))).label("recent")).where(
    visible(FamilyRight.TOTALS), _FAMILY_LINES
)
LINE_COLUMNS = (
    StatementLine.id,
    StatementLine.statement_id,
    StatementLine.beneficiary_id,
    Beneficiary.first_name,
    Beneficiary.last_name,
    StatementLine.care_date,
    code_of(StatementLine.category),
    StatementLine.act_code,
    StatementLine.act_label,
    StatementLine.act_family,
    StatementLine.quantity,
    StatementLine.provider_name,
    StatementLine.provider_rpps,
    StatementLine.provider_finess,
    StatementLine.spent,
    StatementLine.base,
    StatementLine.statutory_rate,
    StatementLine.statutory_gross,
    StatementLine.flat_deduction,
    StatementLine.statutory_net,
    StatementLine.other_insurer,
    StatementLine.complementary,
    StatementLine.left_to_pay,
    code_of(StatementLine.payee),
    StatementLine.third_party_payment,
    StatementLine.paid_on,
    StatementLine.payment_reference,
    code_of(StatementLine.source),
)
"""The columns of a line, whichever question asks for it."""
LINE_CELLS = tuple(column.key for column in LINE_COLUMNS)
"""What the cells of a line are, in their order."""


@dataclass(frozen=True, slots=True)
class LineFilter:
    """Which lines are asked: of one beneficiary or all, of one type of care or all, by day."""

    period: Period
    beneficiary_id: UUID | None = None
    category: CareCategory | None = None


class ReimbursementReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def sum_by_category(
        self, member: CurrentMember, beneficiary_id: UUID, period: Period
    ) -> list[Named]:
        """Beneficiary, category and sums of their lines; no row when not visible or absent."""
        parameters = {
            **reader_parameters(member),
            "beneficiary_id": beneficiary_id,
            "first": period.first,
            "last": period.last,
        }
        return await fetch_named(self._connection, _SUMS_OF_BENEFICIARY, parameters)

    async def sum_of_family(self, member: CurrentMember, period: Period, paid_after: date) -> Named:
        """Sums over everyone whose totals the member may see; how many lines, of those they may
        read, were paid after a day.
        """
        parameters = {
            **reader_parameters(member),
            "first": period.first,
            "last": period.last,
            "paid_after": paid_after,
        }
        return (await fetch_named(self._connection, _SUMS_OF_FAMILY, parameters))[0]

    async def list_lines(
        self,
        member: CurrentMember,
        wanted: LineFilter,
        *,
        limit: int,
        after: tuple[date, UUID] | None = None,
    ) -> Sequence[Cells]:
        """Lines by care date and id, newest first, from just below `after`."""
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
        if wanted.category:
            parameters["category"] = wanted.category
        statement = _lines(wanted.beneficiary_id is not None, wanted.category is not None)
        return await fetch_all(self._connection, statement, parameters)


@lru_cache
def _lines(of_one_beneficiary: bool, of_one_category: bool) -> AnySelect:
    statement: AnySelect = (
        select(*LINE_COLUMNS)
        .where(
            visible(FamilyRight.LINES),
            _FAMILY_LINES,
            tuple_(StatementLine.care_date, StatementLine.id)
            < tuple_(bindparam("after_date", type_=Date()), bindparam("after_id", type_=Uuid())),
        )
        .order_by(StatementLine.care_date.desc(), StatementLine.id.desc())
        .limit(bindparam("limit"))
    )
    if of_one_beneficiary:
        statement = statement.where(StatementLine.beneficiary_id == bindparam("beneficiary_id"))
    if of_one_category:
        statement = statement.where(StatementLine.category == bindparam("category"))
    return statement
