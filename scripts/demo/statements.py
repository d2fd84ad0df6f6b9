"""Statements: visits priced, shared out and paid on the next Tuesday or Friday."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from scripts.demo.acts import Act
from scripts.demo.calculator import ZERO, Expense, Guarantee, cents, reimburse
from scripts.demo.guarantees import guarantee
from scripts.demo.parameters import Dated, FlatDeductions
from scripts.demo.people import ANCHOR, Cover, Family, Person
from scripts.demo.providers import provider
from scripts.demo.visits import Stretch, Visit, visits_of

PAYMENT_WEEKDAYS = (1, 4)
MARGIN = timedelta(days=35)
"""Months and days are counted apart when loading: care keeps away from the ends of a cover."""
OUTSIDE_PATHWAY = Decimal("0.30")
TYPED_BY_THE_MANAGER = frozenset({"osteopathy", "psychology", "private_room"})
Line = dict[str, Any]


def days_before(day: date) -> str:
    """The token of a care or payment day: `@-45`."""
    return f"@-{(ANCHOR - day).days}"


def statements_of(family: Family) -> Iterator[dict[str, Any]]:
    """A family's statements, oldest first, without their `ref`."""
    batches: dict[tuple[date, str], list[Line]] = defaultdict(list)
    for person in family.people:
        account = _Account(family, person)
        for visit, cover in _covered_visits(family, person):
            paid_on = payment_day(visit)
            if paid_on <= ANCHOR:
                manual = visit.act.guarantee in TYPED_BY_THE_MANAGER
                source = "manual" if manual else "noemie"
                line = account.line(visit, cover.level, paid_on, source)
                batches[paid_on, source].append(line)
    for (paid_on, source), lines in sorted(batches.items()):
        yield {
            "member_ref": family.ref,
            "issued_on": days_before(paid_on),
            "source": source,
            "totals": _totals(lines),
            "lines": lines,
        }


def payment_day(visit: Visit) -> date:
    """The first payment day at least two days after care, nine when the manager types it."""
    day = visit.day + timedelta(days=9 if visit.act.guarantee in TYPED_BY_THE_MANAGER else 2)
    while day.weekday() not in PAYMENT_WEEKDAYS:
        day += timedelta(days=1)
    return day


def month_start(months: int) -> date:
    """First day of the month so many months from the anchor's."""
    year, month = divmod(ANCHOR.year * 12 + ANCHOR.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _covered_visits(family: Family, person: Person) -> Iterator[tuple[Visit, Cover]]:
    for cover in person.covers:
        last = ANCHOR if cover.until is None else month_start(cover.until + 1) - MARGIN
        stretch = Stretch(month_start(cover.since) + MARGIN, last)
        if stretch.years > 0:
            yield from ((visit, cover) for visit in visits_of(family, person, stretch))


@dataclass
class _Account:
    """What one person's past lines leave of caps and yearly amounts."""

    family: Family
    person: Person
    used: dict[tuple[str, int], Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    lines: int = 0

    def __post_init__(self) -> None:
        self.draw = Random(f"prices-{self.person.ref}")
        self.deductions = FlatDeductions(self.person.birth)

    def line(self, visit: Visit, level: str, paid_on: date, source: str) -> Line:
        """The statement line of a visit, balanced to the cent."""
        self.lines += 1
        act = visit.act
        seen = provider(act.by, self.family.town, self.family.number + visit.choice)
        expense = self._expense(visit, seen.name)
        promise, counter = self._promise(visit, level)
        if self.family.number % 15 == 6 and self.person.rank == 2:
            beyond = expense.spent - expense.statutory_at(expense.reference_rate or expense.rate)
            expense = replace(expense, other_insurer=cents(beyond / 2))
        shares = reimburse(expense, promise)
        if counter:
            sessions = promise.form == "sessions_per_year"
            self.used[counter] += Decimal(visit.quantity) if sessions else shares.complementary
        line = {
            **self._name(source),
            "care_date": days_before(visit.day),
            "category": act.category,
            "act_code": act.code,
            "act_label": act.label,
            "act_family": act.family,
            "quantity": visit.quantity,
            "provider_name": seen.name,
            "provider_rpps": seen.rpps,
            "provider_finess": seen.finess,
            "spent": expense.spent,
            "base": expense.base,
            "statutory_rate": expense.rate,
            "statutory_gross": shares.gross,
            "flat_deduction": shares.deduction,
            "statutory_net": shares.net,
            "other_insurer": expense.other_insurer,
            "complementary": shares.complementary,
            "left_to_pay": shares.left_to_pay,
            "payee": "provider" if act.third_party else "member",
            "third_party_payment": act.third_party,
            "paid_on": days_before(paid_on),
            "payment_reference": f"{'TP' if act.third_party else 'VIR'}"
            f"-{self.person.ref}-{self.lines:04}",
            "rule_trace": [promise.trace()],
        }
        return {
            name: str(value) if isinstance(value, Decimal) else value
            for name, value in line.items()
            if value is not None
        }

    def _name(self, source: str) -> dict[str, str]:
        """The statutory fund knows people by NIR; one family in ten comes from it untranslated."""
        if source == "noemie" and self.family.number % 10 == 4 and self.person.nir:
            return {"nir": self.person.nir}
        return {"beneficiary_ref": self.person.ref}

    def _expense(self, visit: Visit, provider_name: str) -> Expense:
        act, quantity = visit.act, visit.quantity
        price = self._price(act, visit.day)
        unit = act.base.on(visit.day) if act.base else price if act.rate else None
        expense = Expense(
            spent=price * quantity,
            base=None if unit is None else unit * quantity,
            rate=act.statutory_rate,
            quantity=quantity,
            frame=Decimal(act.frame),
        )
        if not visit.in_pathway:
            expense = replace(expense, rate=OUTSIDE_PATHWAY, reference_rate=act.statutory_rate)
        if act.deduction is None:
            return expense
        gross = expense.statutory_at(expense.rate)
        taken = self.deductions.take(act.deduction, visit.day, provider_name, quantity, gross)
        return replace(expense, flat_deduction=taken)

    def _price(self, act: Act, day: date) -> Decimal:
        if isinstance(act.prices, Dated):
            return act.prices.on(day)
        if act.prices:
            return Decimal(self.draw.choice(act.prices))
        return act.base.on(day) if act.base else ZERO

    def _promise(self, visit: Visit, level: str) -> tuple[Guarantee, tuple[str, int] | None]:
        """The guarantee line and, where the year counts, what counts it."""
        promise = guarantee(level, visit.act.guarantee)
        if promise.form.endswith("_ceiling") or promise.form.startswith("copayment"):
            # Baskets and hearing aids are promised for each ear, tooth or pair.
            many = visit.quantity
            ceiling = promise.ceiling * many if promise.ceiling else None
            amount = promise.amount * many if promise.amount else None
            return replace(promise, ceiling=ceiling, amount=amount), None
        if not promise.form.endswith("_per_year"):
            return promise, None
        counter = (visit.act.guarantee, visit.day.year)
        return replace(promise, used=self.used[counter]), counter


def _totals(lines: list[Line]) -> dict[str, str]:
    parts = {
        "spent": "spent",
        "statutory": "statutory_net",
        "other_insurer": "other_insurer",
        "complementary": "complementary",
        "left_to_pay": "left_to_pay",
    }
    return {
        total: str(sum((Decimal(line[part]) for line in lines), ZERO))
        for total, part in parts.items()
    }
