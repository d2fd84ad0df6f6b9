"""What is spent on an act, how statutory insurance treats it, and what a guarantee promises."""

from dataclasses import dataclass, replace
from decimal import Decimal

from app.values.benefits import BenefitForm
from app.values.money import ZERO, to_cents


@dataclass(frozen=True, slots=True)
class Expense:
    """An act, `quantity` times. Amounts are euros for all of them, rates fractions.

    `rate` is that of the situation, `pathway_rate` the one inside the care pathway, the same if
    absent; `frame` is the part of an optical equipment's price that its frame costs.
    """

    spent: Decimal
    base: Decimal | None = None
    rate: Decimal | None = None
    pathway_rate: Decimal | None = None
    flat_deduction: Decimal = ZERO
    other_insurer: Decimal = ZERO
    quantity: int = 1
    frame: Decimal = ZERO

    def __post_init__(self) -> None:
        amounts = (self.spent, self.base or ZERO, self.flat_deduction, self.other_insurer)
        if min(amounts) < 0 or self.quantity < 1 or not ZERO <= self.frame <= self.spent:
            raise ValueError("amounts are never negative, a frame is part of what was spent")

    @property
    def gross(self) -> Decimal:
        """The statutory part of the situation, before the flat deduction."""
        return self._statutory_at(self.rate)

    @property
    def reference(self) -> Decimal:
        """What the statutory part would be inside the care pathway."""
        return self._statutory_at(self.rate if self.pathway_rate is None else self.pathway_rate)

    def counted_for(self, units: int) -> "Expense":
        """The part of so many of its units, each the same."""
        if units >= self.quantity:
            return self
        return replace(
            self,
            spent=self._share(self.spent, units),
            base=None if self.base is None else self._share(self.base, units),
            frame=self._share(self.frame, units),
            other_insurer=ZERO,
            quantity=max(units, 1),
        )

    def _share(self, amount: Decimal, units: int) -> Decimal:
        return to_cents(amount * units / self.quantity)

    def _statutory_at(self, rate: Decimal | None) -> Decimal:
        if self.base is None or rate is None:
            return ZERO
        return to_cents(min(self.spent, self.base) * rate)


@dataclass(frozen=True, slots=True)
class Guarantee:
    """A form with its parameters, for one unit: an act, a night, a session, an equipment."""

    form: BenefitForm
    percent: int | None = None
    amount: Decimal | None = None
    ceiling: Decimal | None = None
    frame_ceiling: Decimal | None = None
    sessions: int | None = None

    def within(self, ceiling: Decimal | None, frame_ceiling: Decimal | None) -> "Guarantee":
        """The same where a *contrat responsable* may count no more than this (CSS, R871-2)."""
        match self.form:
            case BenefitForm.BASKET_CEILING if ceiling is not None:
                return replace(self, ceiling=_least(self.ceiling, ceiling))
            case BenefitForm.AMOUNT_PER_EQUIPMENT:
                return replace(
                    self,
                    amount=_least(self.amount, ceiling),
                    frame_ceiling=_least(self.frame_ceiling, frame_ceiling),
                )
            case _:
                return self


@dataclass(frozen=True, slots=True)
class Usage:
    """What the year, or the renewal period, already took of a guarantee."""

    amount: Decimal = ZERO
    sessions: int = 0
    pieces_left: int | None = None
    """Equipments that may still be had in the renewal period; None without a limit."""


UNUSED = Usage()


def _least(own: Decimal | None, limit: Decimal | None) -> Decimal | None:
    given = [value for value in (own, limit) if value is not None]
    return min(given, default=None)
