"""Statements of a family, as far as their reader may see the lines on them.

Answers are plain values in the shape of `schemas.statements`, as those of the lines are.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.errors.documents import StatementNotFound
from app.repositories.statements import StatementFilter, StatementReader
from app.security.cursors import Cursors
from app.services.family_rights import FamilyRights
from app.services.paging import Paging, SortKey
from app.services.reimbursements import Answer, asked_period, line_answer
from app.values.family_rights import FamilyRight
from app.values.money import ZERO
from app.values.principals import CurrentMember

NEWEST: SortKey = {"issued_on": date.fromisoformat, "id": UUID}
SUMS = {
    "actual_cost": "spent",
    "statutory": "statutory_net",
    "complementary": "complementary",
    "other_insurer": "other_insurer",
    "left_to_pay": "left_to_pay",
}
"""Each total and the amount of a line that it sums."""


@dataclass(frozen=True, slots=True)
class StatementQuery:
    """What a reader asked of the statements; the days are both included, absent ones unlimited."""

    beneficiary_id: UUID | None
    first: date | None
    last: date | None
    cursor: str | None
    limit: int


class StatementService:
    """Reads statements; which lines are visible is decided by the repository."""

    def __init__(self, statements: StatementReader, family: FamilyRights, cursors: Cursors) -> None:
        self._statements = statements
        self._family = family
        self._cursors = cursors

    async def list_statements(self, member: CurrentMember, query: StatementQuery) -> Answer:
        """A page of statements, newest first.

        Raises:
            BeneficiaryNotFound: no such beneficiary among those the reader may see.
            Confidential: the reader may see the beneficiary's totals at most, not the lines.
            InvalidCursor: the cursor is not of this list.
            InvalidRequest: the period ends before it begins.
        """
        wanted = StatementFilter(asked_period(query.first, query.last), query.beneficiary_id)
        place = f"statements:{member.account_id}:{wanted}"
        paging = Paging(self._cursors, place, NEWEST, query.limit)
        rows = await self._statements.list_statements(
            member, wanted, limit=paging.rows_to_read, after=paging.position(query.cursor)
        )
        if not rows and wanted.beneficiary_id:
            await self._family.require(member, wanted.beneficiary_id, FamilyRight.LINES)
        items = [_summary(row) for row in paging.cut(rows)]
        return {"items": items, "next_cursor": paging.next_cursor(rows, items)}

    async def read(self, member: CurrentMember, statement_id: UUID, language: str) -> Answer:
        """One statement, with the lines that the reader may see and their sums.

        Raises:
            StatementNotFound: of another family, missing, or without any such line.
        """
        rows = await self._statements.list_lines(member, statement_id)
        head = await self._statements.find(member, statement_id) if rows else None
        if head is None:
            raise StatementNotFound
        lines = [line_answer(row, language) for row in rows]
        return {
            "id": head["id"],
            "number": head["ref"],
            "issued_on": head["issued_on"],
            "source": head["source"],
            "totals": {
                **{name: sum([line[cell] for line in lines], ZERO) for name, cell in SUMS.items()},
                "acts": sum(line["quantity"] for line in lines),
            },
            "member_number": head["member_number"],
            "payments": _payments(lines),
            "lines": lines,
        }


def _summary(row: dict[str, Any]) -> Answer:
    return {
        "id": row["id"],
        "number": row["ref"],
        "issued_on": row["issued_on"],
        "source": row["source"],
        "totals": {**{name: row[name] for name in SUMS}, "acts": row["acts"]},
        "lines": row["lines"],
    }


def _payments(lines: list[Answer]) -> list[Answer]:
    """One for each payee, day and reference, where anything was paid."""
    sums: dict[tuple[Any, ...], Decimal] = {}
    for line in lines:
        payment = (line["payee"], line["paid_on"], line["payment_reference"])
        sums[payment] = sums.get(payment, ZERO) + line["complementary"]
    return [
        {"payee": payee, "paid_on": paid_on, "reference": reference, "amount": amount}
        for (payee, paid_on, reference), amount in sums.items()
        if amount
    ]
