"""What each form of guarantee promises: the formulas of the contract, one by one.

Amounts of an expense are for all its units, those of a guarantee for one; whoever calls keeps the
promise between nothing and what is left to pay of the expense.
"""

from decimal import Decimal
from typing import assert_never

from app.services.rules.expense import Expense, Guarantee, Usage
from app.values.benefits import BenefitForm
from app.values.money import ZERO, to_cents

HUNDRED = 100


def promise_of(guarantee: Guarantee, expense: Expense, usage: Usage) -> Decimal:
    """Euros promised for the expense, beside the statutory part of the care pathway."""
    match guarantee.form:
        case BenefitForm.PERCENT_OF_BASE:
            return _percent_of_base(guarantee, expense)
        case BenefitForm.ACTUAL_COST:
            return expense.spent - expense.reference
        case BenefitForm.BASKET_CEILING:
            ceiling = _of(guarantee.ceiling) * expense.quantity
            return min(expense.spent, ceiling) - expense.reference
        case BenefitForm.COPAYMENT_PLUS_AMOUNT:
            copayment = (expense.base or ZERO) - expense.reference
            return copayment + _of(guarantee.amount) * expense.quantity
        case (
            BenefitForm.AMOUNT_PER_ACT
            | BenefitForm.AMOUNT_PER_NIGHT
            | BenefitForm.SESSIONS_PER_YEAR
        ):
            return _of(guarantee.amount) * expense.quantity
        case BenefitForm.AMOUNT_PER_YEAR:
            return max(_of(guarantee.amount) - usage.amount, ZERO)
        case BenefitForm.AMOUNT_PER_EQUIPMENT:
            return _amount_per_equipment(guarantee, expense)
        case _:
            assert_never(guarantee.form)


def open_units(guarantee: Guarantee, expense: Expense, usage: Usage) -> int:
    """How many of the units the year and the renewal period still have room for."""
    units = expense.quantity
    if guarantee.form is BenefitForm.SESSIONS_PER_YEAR:
        units = min(units, (guarantee.sessions or 0) - usage.sessions)
    if usage.pieces_left is not None:
        units = min(units, usage.pieces_left)
    return max(units, 0)


def _percent_of_base(guarantee: Guarantee, expense: Expense) -> Decimal:
    share = to_cents((expense.base or ZERO) * (guarantee.percent or 0) / HUNDRED)
    return min(expense.spent, share) - expense.reference


def _amount_per_equipment(guarantee: Guarantee, expense: Expense) -> Decimal:
    frame = expense.frame
    if guarantee.frame_ceiling is not None:
        frame = min(frame, guarantee.frame_ceiling * expense.quantity)
    counted = expense.spent - expense.frame + frame
    return min(counted, _of(guarantee.amount) * expense.quantity) - expense.reference


def _of(parameter: Decimal | None) -> Decimal:
    return ZERO if parameter is None else parameter
