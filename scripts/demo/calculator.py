"""The calculation of a reimbursement, as the demo's statements need it.

A helper of the generator, not the product's rule engine. Euros as `Decimal`; every product is
rounded half-up to the cent.
"""

from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Guarantee:
    """One line of a level of cover. `used`: euros, or sessions, the year already took."""

    form: str
    percent: int | None = None
    amount: Decimal | None = None
    ceiling: Decimal | None = None
    frame_ceiling: Decimal | None = None
    sessions: int | None = None
    used: Decimal | None = None

    def trace(self) -> dict[str, Any]:
        """The rule as a statement line reports it."""
        told = {name: value for name, value in asdict(self).items() if value is not None}
        return {
            name: str(value) if isinstance(value, Decimal) else value
            for name, value in told.items()
        }


@dataclass(frozen=True)
class Expense:
    """What was spent on one line and how the statutory fund treats it.

    `reference_rate` is the rate inside the care pathway; `frame` the part of an optical
    equipment's price that its frame costs.
    """

    spent: Decimal
    base: Decimal | None = None
    rate: Decimal | None = None
    flat_deduction: Decimal = ZERO
    reference_rate: Decimal | None = None
    other_insurer: Decimal = ZERO
    quantity: int = 1
    frame: Decimal = ZERO

    def statutory_at(self, rate: Decimal | None) -> Decimal:
        if self.base is None or rate is None:
            return ZERO
        return cents(min(self.spent, self.base) * rate)


@dataclass(frozen=True)
class Reimbursement:
    """Who pays what; the parts add up to what was spent."""

    gross: Decimal
    deduction: Decimal
    net: Decimal
    complementary: Decimal
    left_to_pay: Decimal


def reimburse(expense: Expense, guarantee: Guarantee) -> Reimbursement:
    """Share one expense out. Deductions and the off-pathway penalty are never repaid."""
    gross = expense.statutory_at(expense.rate)
    deduction = min(expense.flat_deduction, gross)
    reference = expense.statutory_at(expense.reference_rate or expense.rate)
    most = expense.spent - reference - expense.other_insurer
    complementary = max(min(_promised(expense, guarantee, reference), most), ZERO)
    net = gross - deduction
    return Reimbursement(
        gross=gross,
        deduction=deduction,
        net=net,
        complementary=complementary,
        left_to_pay=expense.spent - net - expense.other_insurer - complementary,
    )


def _promised(expense: Expense, guarantee: Guarantee, reference: Decimal) -> Decimal:
    base, spent = expense.base or ZERO, expense.spent
    amount, used = guarantee.amount or ZERO, guarantee.used or ZERO
    ceiling = guarantee.ceiling or ZERO
    match guarantee.form:
        case "percent_of_base_statutory_included":
            share = Decimal(guarantee.percent or 0) / 100
            return min(spent, cents(share * base)) - reference
        case "actual_cost":
            return spent - reference
        case "full_within_basket_ceiling":
            return min(spent, ceiling) - reference
        case "copayment_plus_amount":
            return base - reference + amount
        case "amount_per_night":
            return amount * expense.quantity
        case "amount_per_year":
            return amount - used
        case "sessions_per_year":
            return amount if used < (guarantee.sessions or 0) else ZERO
        case "amount_per_equipment_statutory_included":
            frame = min(expense.frame, guarantee.frame_ceiling or expense.frame)
            return min(spent - expense.frame + frame, amount) - reference
    raise ValueError(guarantee.form)
