"""Reimbursements of a beneficiary or a family, in answers ready to be written out.

These are the hottest reads of the product: the answers are plain values in the shape of
`schemas.reimbursements`, written once (see `http.answers`) instead of validated again.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.errors.base import FieldProblem
from app.errors.requests import InvalidRequest
from app.gateways.clock import Clock
from app.repositories.reimbursements import Cells, LineFilter, ReimbursementReader
from app.security.cursors import Cursors
from app.services.family_rights import FamilyRights
from app.services.paging import Paging, SortKey
from app.values.care_categories import LABELS, CareCategory
from app.values.family_rights import FamilyRight
from app.values.money import ZERO
from app.values.periods import Period, rolling_year
from app.values.principals import CurrentMember

NOTHING: dict[str, Decimal | int] = {
    "actual_cost": ZERO,
    "statutory": ZERO,
    "complementary": ZERO,
    "other_insurer": ZERO,
    "left_to_pay": ZERO,
    "acts": 0,
}
"""The sums of no line, by the names of the repository's columns."""
ORDER = {category: place for place, category in enumerate(LABELS)}
RECENT = timedelta(days=30)
LATEST_LINES = 3
NEWEST_CARE: SortKey = {"care_date": date.fromisoformat, "id": UUID}
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LineQuery:
    """What a reader asked of the lines; the days are both included, absent ones unlimited."""

    beneficiary_id: UUID | None
    category: CareCategory | None
    first: date | None
    last: date | None
    cursor: str | None
    limit: int


class ReimbursementService:
    """Reads what was reimbursed to whom; who is visible is decided by the repository."""

    def __init__(
        self,
        reimbursements: ReimbursementReader,
        family: FamilyRights,
        cursors: Cursors,
        clock: Clock,
    ) -> None:
        self._reimbursements = reimbursements
        self._family = family
        self._cursors = cursors
        self._clock = clock

    async def summarise(
        self, member: CurrentMember, beneficiary_id: UUID | None, language: str
    ) -> Answer:
        """Twelve rolling months of one beneficiary by type of care; of the reader unless named.

        Raises:
            BeneficiaryNotFound: no such beneficiary among those the reader may see.
            Confidential: the reader may see something of the beneficiary, but not the totals.
        """
        period = rolling_year(self._clock.today())
        person_id = beneficiary_id or member.beneficiary_id
        rows = await self._reimbursements.sum_by_category(member, person_id, period)
        if not rows:
            raise await self._family.refusal(member, person_id)
        sums = sorted(
            (row for row in rows if row["category"] is not None),
            key=lambda row: ORDER[row["category"]],
        )
        beneficiary = rows[0]
        return {
            "period": period,
            "beneficiary": {
                "id": beneficiary["id"],
                "first_name": beneficiary["first_name"],
                "last_name": beneficiary["last_name"],
                "relationship": beneficiary["relationship"],
            },
            "categories": [
                {
                    "category": row["category"],
                    "label": LABELS[row["category"]].in_language(language),
                    "actual_cost": row["actual_cost"],
                    "statutory": row["statutory"],
                    "complementary": row["complementary"],
                    "other_insurer": row["other_insurer"],
                    "left_to_pay": row["left_to_pay"],
                    "acts": row["acts"],
                }
                for row in sums
            ],
            "totals": {
                name: sum([row[name] for row in sums], none) for name, none in NOTHING.items()
            },
        }

    async def list_lines(self, member: CurrentMember, query: LineQuery, language: str) -> Answer:
        """A page of lines, newest care first.

        Raises:
            BeneficiaryNotFound: no such beneficiary among those the reader may see.
            Confidential: the reader may see the beneficiary's totals at most, not the lines.
            InvalidCursor: the cursor is not of this list.
            InvalidRequest: the period ends before it begins.
        """
        wanted = LineFilter(
            asked_period(query.first, query.last), query.beneficiary_id, query.category
        )
        place = f"reimbursements:{member.account_id}:{wanted}"
        paging = Paging(self._cursors, place, NEWEST_CARE, query.limit)
        rows = await self._reimbursements.list_lines(
            member, wanted, limit=paging.rows_to_read, after=paging.position(query.cursor)
        )
        if not rows and wanted.beneficiary_id:
            await self._family.require(member, wanted.beneficiary_id, FamilyRight.LINES)
        items = [line_answer(row, language) for row in paging.cut(rows)]
        return {"items": items, "next_cursor": paging.next_cursor(rows, items)}

    async def focus(self, member: CurrentMember, language: str) -> tuple[Answer, int]:
        """The home page's focus over everyone visible, and how many lines were paid lately.

        Of whom the totals may be seen but not the lines, the totals alone are counted.
        """
        today = self._clock.today()
        period = rolling_year(today)
        sums = await self._reimbursements.sum_of_family(member, period, today - RECENT)
        latest = await self._reimbursements.list_lines(
            member, LineFilter(period), limit=LATEST_LINES
        )
        focus = {
            "period": period,
            "totals": {name: sums[name] or none for name, none in NOTHING.items()},
            "latest": [line_answer(row, language) for row in latest],
        }
        return focus, sums["recent"]


def asked_period(first: date | None, last: date | None) -> Period:
    """The days that `from` and `to` ask for, both included; absent ones are unlimited.

    Raises:
        InvalidRequest: the period ends before it begins.
    """
    period = Period(first or date.min, last or date.max)
    if period.first > period.last:
        raise InvalidRequest(fields=[FieldProblem("/query/to", "period")])
    return period


def line_answer(row: Cells, language: str) -> Answer:
    """One line in the shape of `ReimbursementLineRead`, from its cells, which are `LINE_CELLS`."""
    (
        line_id, statement_id, beneficiary_id, first_name, last_name, care_date, category,
        act_code, act_label, act_family, quantity, provider_name, provider_rpps, provider_finess,
        spent, base, statutory_rate, statutory_gross, flat_deduction, statutory_net, other_insurer,
        complementary, left_to_pay, payee, third_party_payment, paid_on, payment_reference, source,
    ) = row  # fmt: skip
    answer = {
        "id": line_id,
        "statement_id": statement_id,
        "beneficiary": {"id": beneficiary_id, "first_name": first_name, "last_name": last_name},
        "care_date": care_date,
        "category": category,
        "category_label": LABELS[category].in_language(language),
        "act_code": act_code,
        "act_label": act_label,
        "act_family": act_family,
        "quantity": quantity,
        "spent": spent,
        "base": base,
        "statutory_rate": statutory_rate,
        "statutory_gross": statutory_gross,
        "flat_deduction": flat_deduction,
        "statutory_net": statutory_net,
        "other_insurer": other_insurer,
        "complementary": complementary,
        "left_to_pay": left_to_pay,
        "payee": payee,
        "third_party_payment": third_party_payment,
        "paid_on": paid_on,
        "payment_reference": payment_reference,
        "source": source,
    }
    if provider_name or provider_rpps or provider_finess:
        answer["provider"] = {
            "name": provider_name,
            "rpps": provider_rpps,
            "finess": provider_finess,
        }
    return answer
