"""What a person's past lines leave of a level's yearly amounts, sessions and equipments.

Years are calendar years of the care date. A line counts for the guarantee of the first act of the
catalogue that has its category and code; a line whose code no act has, for the only guarantee of
its category, if there is only one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.services.rules.catalogue import Catalogue
from app.services.rules.expense import Usage
from app.values.benefits import Benefit, BenefitForm, EntitlementKind
from app.values.money import ZERO
from app.values.periods import shift_months
from app.values.tariffs import FlatDeduction, Tariff


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What is left of one limit."""

    benefit: Benefit
    kind: EntitlementKind
    amount_left: Decimal | None = None
    sessions_left: int | None = None
    next_on: date | None = None
    """First day on which one more piece is paid for; None when it is at once."""


@dataclass(frozen=True, slots=True)
class PastUse:
    """Sums of lines of one code in the year."""

    category: str
    act_code: str
    quantity: int
    complementary: Decimal


@dataclass(frozen=True, slots=True)
class PastPiece:
    """An equipment had on a day."""

    category: str
    act_code: str
    day: date
    quantity: int


class LineIndex:
    """Which act, and which guarantee, a statement line was about."""

    def __init__(self, benefits: Sequence[Benefit], catalogue: Catalogue) -> None:
        self._acts: dict[tuple[str | None, str | None], list[Tariff]] = defaultdict(list)
        self._alone: dict[str, list[str]] = defaultdict(list)
        self._deductions: dict[str | None, FlatDeduction] = {}
        for act in catalogue.acts.values():
            self._acts[act.category, act.act_code].append(act)
            if act.deduction and act.category not in self._deductions:
                self._deductions[act.category] = FlatDeduction(act.deduction)
        for benefit in benefits:
            self._alone[benefit.category].append(benefit.code)

    def benefits(self, category: str, act_code: str) -> list[str]:
        """The guarantees a line of this code may have been paid under; the likeliest first."""
        if acts := self._acts.get((category, act_code)):
            return [act.benefit_code for act in acts if act.benefit_code]
        alone = self._alone.get(category, [])
        return alone if len(alone) == 1 else []

    def deduction(self, category: str, act_code: str) -> FlatDeduction | None:
        """The deduction that a line of this code bore; of an unknown code, its category's."""
        if acts := self._acts.get((category, act_code)):
            return FlatDeduction(acts[0].deduction) if acts[0].deduction else None
        return self._deductions.get(category)


class Entitlements:
    """Of one person at one level on one day; acts that are simulated are noted as they come."""

    def __init__(
        self,
        benefits: Sequence[Benefit],
        catalogue: Catalogue,
        index: LineIndex,
        *,
        day: date,
        age: int,
    ) -> None:
        self._benefits = benefits
        self._catalogue = catalogue
        self._index = index
        self._day = day
        self._age = age
        self._renewed = {benefit.code for benefit in benefits if benefit.renewal_months}
        self._amounts: dict[str, Decimal] = defaultdict(lambda: ZERO)
        self._sessions: dict[str, int] = defaultdict(int)
        self._pieces: dict[str, list[tuple[date, int]]] = defaultdict(list)

    def count(self, uses: Iterable[PastUse], pieces: Iterable[PastPiece]) -> None:
        """Count what past lines took."""
        for use in uses:
            for code in self._index.benefits(use.category, use.act_code)[:1]:
                self._amounts[code] += use.complementary
                self._sessions[code] += use.quantity
        for piece in pieces:
            codes = self._index.benefits(piece.category, piece.act_code)
            if not self._renewed.isdisjoint(codes):
                self._pieces[piece.category].append((piece.day, piece.quantity))

    def usage(self, benefit: Benefit) -> Usage:
        """What is used of a guarantee by now."""
        return Usage(
            amount=self._amounts[benefit.code],
            sessions=self._sessions[benefit.code],
            pieces_left=self._room(benefit)[0] if benefit.renewal_months else None,
        )

    def note(self, benefit: Benefit, units: int, complementary: Decimal) -> None:
        """Count an act that is simulated on the day."""
        self._amounts[benefit.code] += complementary
        self._sessions[benefit.code] += units
        if benefit.renewal_months and units:
            self._pieces[benefit.category].append((self._day, units))

    def remaining(self) -> list[Entitlement]:
        """What is left of every limit: guarantees in their order, then types of equipment."""
        limits = [limit for benefit in self._benefits for limit in self._limits(benefit)]
        seen: set[tuple[str, int | None, int]] = set()
        for benefit in self._benefits:
            terms = (benefit.category, benefit.renewal_months, benefit.renewal_quantity)
            if benefit.renewal_months and terms not in seen:
                seen.add(terms)
                next_on = self._room(benefit)[1]
                limits.append(Entitlement(benefit, EntitlementKind.EQUIPMENT, next_on=next_on))
        return limits

    def _limits(self, benefit: Benefit) -> Iterable[Entitlement]:
        if benefit.form == BenefitForm.AMOUNT_PER_YEAR:
            left = max((benefit.amount or ZERO) - self._amounts[benefit.code], ZERO)
            yield Entitlement(benefit, EntitlementKind.YEARLY_AMOUNT, amount_left=left)
        elif benefit.form == BenefitForm.SESSIONS_PER_YEAR:
            sessions = max((benefit.sessions or 0) - self._sessions[benefit.code], 0)
            yield Entitlement(benefit, EntitlementKind.SESSIONS, sessions_left=sessions)

    def _room(self, benefit: Benefit) -> tuple[int, date | None]:
        """Pieces that may be had today, and the day of the next one when there is none."""
        months = benefit.renewal_months or 0
        if renewal := self._catalogue.renewals.get(benefit.category):
            months = min(months, renewal.months_at(self._age))
        free_on = sorted(
            (free, quantity)
            for day, quantity in self._pieces[benefit.category]
            if (free := shift_months(day, months)) > self._day
        )
        taken = sum(quantity for _, quantity in free_on)
        left = benefit.renewal_quantity - taken
        if left > 0:
            return left, None
        for free, quantity in free_on:
            left += quantity
            if left > 0:
                return 0, free
        return 0, None
