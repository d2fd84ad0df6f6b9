"""The tariffs of a day: acts by code, flat deductions, renewal periods."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.services.rules.deductions import DeductionRule
from app.services.rules.expense import Expense
from app.values.money import ZERO
from app.values.tariffs import FlatDeduction, Tariff, TariffKind


@dataclass(frozen=True, slots=True)
class Renewal:
    """How many months an equipment must last; shorter up to given ages, youngest first."""

    months: int
    by_age: tuple[tuple[int, int], ...]

    def months_at(self, age: int) -> int:
        """The period of a person of this age in whole years."""
        return next((months for up_to, months in self.by_age if age <= up_to), self.months)


class Catalogue:
    """What is valid on one day; of several tariffs of one code, the last to have begun.

    `tariffs` come in the order of the list, those of one code oldest first.
    """

    def __init__(self, tariffs: Iterable[Tariff], day: date) -> None:
        latest = {tariff.code: tariff for tariff in tariffs}
        self.acts: dict[str, Tariff] = {}
        self.deductions: dict[FlatDeduction, DeductionRule] = {}
        self.renewals: dict[str, Renewal] = {}
        for code, tariff in latest.items():
            if tariff.ends_on is not None and tariff.ends_on < day:
                continue
            if tariff.kind == TariffKind.ACT:
                self.acts[code] = tariff
            else:
                self._place(tariff)

    def _place(self, tariff: Tariff) -> None:
        if tariff.kind == TariffKind.FLAT_DEDUCTION and tariff.deduction:
            self.deductions[FlatDeduction(tariff.deduction)] = DeductionRule(
                tariff.amount or ZERO, tariff.daily_cap, tariff.yearly_cap, tariff.from_age
            )
        elif tariff.kind == TariffKind.RENEWAL and tariff.category and tariff.months:
            steps = json.loads(tariff.months_by_age or "null") or []
            by_age = tuple((step["up_to_age"], step["months"]) for step in steps)
            self.renewals[tariff.category] = Renewal(tariff.months, by_age)

    def acts_of(self, benefit_code: str) -> list[Tariff]:
        """The acts that this guarantee pays for, in the order of the list."""
        return [act for act in self.acts.values() if act.benefit_code == benefit_code]


def expense_of(
    act: Tariff,
    price: Decimal,
    quantity: int = 1,
    *,
    in_pathway: bool = True,
    frame_price: Decimal = ZERO,
) -> Expense:
    """So many of an act at a unit price. Acts without a rate outside the pathway know none.

    A medicine's base is its price: an act with a rate and without a base takes the price.
    """
    base = act.base
    if base is None and act.statutory_rate is not None:
        base = price
    outside = not in_pathway and act.outside_rate is not None
    return Expense(
        spent=price * quantity,
        base=None if base is None else base * quantity,
        rate=act.outside_rate if outside else act.statutory_rate,
        pathway_rate=act.statutory_rate,
        quantity=quantity,
        frame=frame_price * quantity,
    )
