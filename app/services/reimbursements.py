"""Reimbursements of a person or a family, in answers ready to be written out.

These are the hottest reads of the product: the answers are plain values in the shape of
`schemas.reimbursements`, written once (see `http.answers`) instead of validated again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.errors.base import FieldProblem
from app.errors.covers import BeneficiaryNotFound
from app.errors.requests import InvalidRequest
from app.gateways.clock import Clock
from app.repositories.reimbursements import Cells, LineFilter, ReimbursementReader
from app.security.cursors import Cursors
from app.values.care_categories import LABELS, CareCategory, category_label
from app.values.money import ZERO
from app.values.periods import Period, rolling_year
from app.values.principals import CurrentMember

SUM_NAMES = (
    "actual_cost",
    "statutory",
    "complementary",
    "other_insurer",
    "left_to_pay",
    "acts",
)
NOTHING: tuple[Decimal | int, ...] = (ZERO, ZERO, ZERO, ZERO, ZERO, 0)
ORDER = {category: place for place, category in enumerate(LABELS)}
RECENT = timedelta(days=30)
LATEST_LINES = 3
LINE_ID, CARE_DATE = 0, 5
"""Places of a line's sort key among its columns."""
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

    def __init__(self, reimbursements: ReimbursementReader, cursors: Cursors, clock: Clock) -> None:
        self._reimbursements = reimbursements
        self._cursors = cursors
        self._clock = clock

    async def summarise(
        self, member: CurrentMember, beneficiary_id: UUID | None, language: str
    ) -> Answer:
        """Twelve rolling months of one person by type of care; of the reader unless named.

        Raises:
            BeneficiaryNotFound: no such person among those the reader may see.
        """
        period = rolling_year(self._clock.today())
        rows = await self._reimbursements.sum_by_category(
            member, beneficiary_id or member.beneficiary_id, period
        )
        if not rows:
            raise BeneficiaryNotFound
        sums = sorted(
            ((row[4], row[5:]) for row in rows if row[4] is not None),
            key=lambda pair: ORDER[pair[0]],
        )
        person = rows[0]
        return {
            "period": period,
            "beneficiary": {
                "id": person[0],
                "first_name": person[1],
                "last_name": person[2],
                "relationship": person[3],
            },
            "categories": [
                {
                    "category": category,
                    "label": category_label(category, language),
                    **_named(amounts),
                }
                for category, amounts in sums
            ],
            "totals": _named([sum(column, start) for column, start in _columns(sums)]),
        }

    async def list_lines(self, member: CurrentMember, query: LineQuery, language: str) -> Answer:
        """A page of lines, newest care first.

        Raises:
            BeneficiaryNotFound: no such person among those the reader may see.
            InvalidCursor: the cursor is not of this list.
            InvalidRequest: the period ends before it begins.
        """
        period = Period(query.first or date.min, query.last or date.max)
        if period.first > period.last:
            problem = FieldProblem("/query/to", "period", "La fin précède le début")
            raise InvalidRequest(fields=[problem])
        wanted = LineFilter(period, query.beneficiary_id, query.category)
        place = f"reimbursements:{member.account_id}:{wanted}"
        after = self._read_cursor(place, query.cursor) if query.cursor else None
        rows = await self._reimbursements.list_lines(
            member, wanted, limit=query.limit + 1, after=after
        )
        if not rows and wanted.beneficiary_id:
            await self._require_person(member, wanted.beneficiary_id)
        return {
            "items": [line_answer(row, language) for row in rows[: query.limit]],
            "next_cursor": self._next_cursor(place, rows, query.limit),
        }

    async def focus(self, member: CurrentMember, language: str) -> tuple[Answer, int]:
        """The home page's focus over everyone visible, and how many lines were paid lately."""
        today = self._clock.today()
        period = rolling_year(today)
        *amounts, recent = await self._reimbursements.sum_of_family(member, period, today - RECENT)
        latest = await self._reimbursements.list_lines(
            member, LineFilter(period), limit=LATEST_LINES
        )
        focus = {
            "period": period,
            "totals": _named(
                [amount or none for amount, none in zip(amounts, NOTHING, strict=True)]
            ),
            "latest": [line_answer(row, language) for row in latest],
        }
        return focus, recent

    async def _require_person(self, member: CurrentMember, beneficiary_id: UUID) -> None:
        if not await self._reimbursements.sees(member, beneficiary_id):
            raise BeneficiaryNotFound

    def _read_cursor(self, place: str, cursor: str) -> tuple[date, UUID]:
        care_date, line_id = self._cursors.read(place, cursor, 2)
        return date.fromisoformat(care_date), UUID(line_id)

    def _next_cursor(self, place: str, rows: Sequence[Cells], limit: int) -> str | None:
        if len(rows) <= limit:
            return None
        last = rows[limit - 1]
        return self._cursors.write(place, [last[CARE_DATE].isoformat(), str(last[LINE_ID])])


def line_answer(row: Cells, language: str) -> Answer:
    """One line in the shape of `ReimbursementLine`, from the repository's columns in order."""
    (
        line_id, statement_id, beneficiary_id, first_name, last_name, care_date, category,
        act_code, act_label, act_family, quantity, provider_name, provider_rpps, provider_finess,
        spent, base, rate, gross, deduction, net, other_insurer, complementary, left_to_pay,
        payee, third_party_payment, paid_on, payment_reference, source,
    ) = row  # fmt: skip
    answer = {
        "id": line_id,
        "statement_id": statement_id,
        "beneficiary": {"id": beneficiary_id, "first_name": first_name, "last_name": last_name},
        "care_date": care_date,
        "category": category,
        "category_label": category_label(category, language),
        "act_code": act_code,
        "act_label": act_label,
        "act_family": act_family,
        "quantity": quantity,
        "spent": spent,
        "base": base,
        "statutory_rate": rate,
        "statutory_gross": gross,
        "flat_deduction": deduction,
        "statutory_net": net,
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


def _named(amounts: Sequence[Any]) -> Answer:
    return dict(zip(SUM_NAMES, amounts, strict=True))


def _columns(sums: Sequence[tuple[Any, Sequence[Any]]]) -> list[tuple[Sequence[Any], Any]]:
    return [([amounts[place] for _, amounts in sums], start) for place, start in enumerate(NOTHING)]
