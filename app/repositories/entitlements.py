"""Questions about what a person's statement lines took of yearly amounts, caps and equipments.

The rights over the person were asked with their covers; the family is part of the question again,
and of its index.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import String, bindparam, case, func, literal_column, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from app.database.reading import fetch_all
from app.database.types import EUROS
from app.models.benefit import Benefit
from app.models.statement import StatementLine
from app.values.money import ZERO
from app.values.periods import Period
from app.values.principals import CurrentMember


class YearSum(NamedTuple):
    """A person's lines of one code in a year."""

    category: str
    act_code: str
    quantity: int
    complementary: Any
    flat_deduction: Any
    deducted_today: Any
    """Flat deductions of the day itself."""


class PieceLine(NamedTuple):
    """A line of a type of care in which equipments must last."""

    category: str
    act_code: str
    day: date
    quantity: int


_CATEGORY = type_coerce(StatementLine.category, String).label("category")
_OF_PERSON = (
    StatementLine.member_id == bindparam("family_id"),
    StatementLine.beneficiary_id == bindparam("beneficiary_id"),
)
_TODAY = StatementLine.care_date == bindparam("day")
_YEAR = (
    select(
        _CATEGORY,
        StatementLine.act_code,
        func.sum(StatementLine.quantity).label("quantity"),
        func.sum(StatementLine.complementary).label("complementary"),
        func.sum(StatementLine.flat_deduction).label("flat_deduction"),
        type_coerce(
            func.sum(case((_TODAY, StatementLine.flat_deduction), else_=literal_column("0"))), EUROS
        ).label("deducted_today"),
    )
    .where(*_OF_PERSON, StatementLine.care_date.between(bindparam("first"), bindparam("last")))
    .group_by(StatementLine.category, StatementLine.act_code)
)
_RENEWED = select(Benefit.category).where(
    Benefit.benefit_level_id == bindparam("benefit_level_id"), Benefit.renewal_months.is_not(None)
)
_PIECES = select(
    _CATEGORY, StatementLine.act_code, StatementLine.care_date.label("day"), StatementLine.quantity
).where(
    *_OF_PERSON,
    StatementLine.care_date.between(bindparam("first"), bindparam("last")),
    StatementLine.category.in_(_RENEWED),
    StatementLine.complementary > ZERO,
)


class EntitlementReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def sum_year(
        self, member: CurrentMember, beneficiary_id: UUID, year: Period, day: date
    ) -> list[YearSum]:
        """The year's lines by code; euros kept back on the day apart."""
        parameters = {**_of(member, beneficiary_id, year), "day": day}
        return [YearSum(*row) for row in await self._fetch(_YEAR, parameters)]

    async def list_pieces(
        self, member: CurrentMember, beneficiary_id: UUID, benefit_level_id: UUID, window: Period
    ) -> list[PieceLine]:
        """What was paid for in the types of care in which equipments of the level must last."""
        parameters = {**_of(member, beneficiary_id, window), "benefit_level_id": benefit_level_id}
        return [PieceLine(*row) for row in await self._fetch(_PIECES, parameters)]

    async def _fetch(self, statement: Any, parameters: dict[str, Any]) -> Sequence[Sequence[Any]]:
        return await fetch_all(self._connection, statement, parameters)


def _of(member: CurrentMember, beneficiary_id: UUID, period: Period) -> dict[str, Any]:
    return {
        "family_id": member.member_id,
        "beneficiary_id": beneficiary_id,
        "first": period.first,
        "last": period.last,
    }
