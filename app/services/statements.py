"""Statements of a family, in answers ready to be written out (see `services.reimbursements`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from app.errors.base import FieldProblem
from app.errors.requests import InvalidRequest
from app.errors.statements import StatementNotFound
from app.repositories.reimbursements import Named
from app.repositories.statements import StatementFilter, StatementReader
from app.security.cursors import Cursors
from app.services.family_rights import FamilyRights
from app.services.paging import Paging, SortKey
from app.services.reimbursements import NOTHING, Answer, line_answer
from app.values.family_rights import FamilyRight
from app.values.periods import Period
from app.values.principals import CurrentMember

NEWEST: SortKey = {"issued_on": date.fromisoformat, "id": UUID}
PARTS = {
    "actual_cost": "spent",
    "statutory": "statutory_net",
    "complementary": "complementary",
    "other_insurer": "other_insurer",
    "left_to_pay": "left_to_pay",
    "acts": "quantity",
}
"""Each sum, and the part of a line that it adds up."""


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

    async def list(self, member: CurrentMember, query: StatementQuery) -> Answer:
        """A page of statements, newest first.

        Raises:
            BeneficiaryNotFound: no such beneficiary among those the reader may see.
            Confidential: the reader may see the beneficiary's totals at most, not the lines.
            InvalidCursor: the cursor is not of this list.
            InvalidRequest: the period ends before it begins.
        """
        period = Period(query.first or date.min, query.last or date.max)
        if period.first > period.last:
            raise InvalidRequest(fields=[FieldProblem("/query/to", "period")])
        wanted = StatementFilter(period, query.beneficiary_id)
        place = f"statements:{member.account_id}:{wanted}"
        paging = Paging(self._cursors, place, NEWEST, query.limit)
        rows = await self._statements.list_statements(
            member, wanted, limit=paging.rows_to_read, after=paging.position(query.cursor)
        )
        if not rows and wanted.beneficiary_id:
            await self._family.require(member, wanted.beneficiary_id, FamilyRight.LINES)
        found = [_summary(list(rows)) for _, rows in groupby(rows, lambda row: row["id"])]
        items = list(paging.cut(found))
        return {"items": items, "next_cursor": paging.next_cursor(found, items)}

    async def read(self, member: CurrentMember, statement_id: UUID, language: str) -> Answer:
        """One statement, with the lines the reader may see.

        Raises:
            StatementNotFound: not of this family, or nothing of it may be seen.
        """
        rows = await self._statements.list_lines(member, statement_id)
        if not rows:
            raise StatementNotFound
        issued_on, source, *_ = rows[0]
        lines = [line_answer(cells, language) for _, _, *cells in rows]
        return {
            "id": statement_id,
            "issued_on": issued_on,
            "source": source,
            "totals": {
                total: sum((line[part] for line in lines), none)
                for (total, part), none in zip(PARTS.items(), NOTHING.values(), strict=True)
            },
            "lines": lines,
        }


def _summary(rows: Sequence[Named]) -> Answer:
    """One statement, of the sums of each of its beneficiaries."""
    return {
        "id": rows[0]["id"],
        "issued_on": rows[0]["issued_on"],
        "source": rows[0]["source"],
        "beneficiaries": [
            {
                "id": row["beneficiary_id"],
                "first_name": row["first_name"],
                "last_name": row["last_name"],
            }
            for row in rows
        ],
        "lines": sum(row["lines"] for row in rows),
        "totals": {name: sum((row[name] for row in rows), none) for name, none in NOTHING.items()},
    }
