"""The calculation of a reimbursement, to the cent, with the trace of its rules.

    gross      = round(min(spent, base) × rate)
    deduction  = min(flat deduction, gross)
    net        = gross − deduction
    reference  = round(min(spent, base) × rate inside the care pathway)
    complementary: what the guarantee promises, from 0 to spent − reference − other insurer
    left       = spent − net − other insurer − complementary

Every product is rounded half-up. The complementary part stops at what the reference leaves: so a
*contrat responsable* repays neither a flat deduction nor the penalty of leaving the care pathway
(Code de la sécurité sociale, L871-1).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.services.rules.expense import UNUSED, Expense, Guarantee, Usage
from app.services.rules.forms import open_units, promise_of
from app.values.benefits import BenefitForm
from app.values.money import ZERO
from app.values.rule_steps import RuleStep, RuleStepCode


@dataclass(frozen=True, slots=True)
class Reimbursement:
    """Who pays what, in euros; the parts add up to what is spent."""

    gross: Decimal
    deduction: Decimal
    net: Decimal
    complementary: Decimal
    left_to_pay: Decimal
    units: int
    """How many of the units the guarantee counted: sessions, equipments."""
    steps: tuple[RuleStep, ...]


def reimburse(
    expense: Expense, guarantee: Guarantee | None, usage: Usage = UNUSED
) -> Reimbursement:
    """Share an expense out under a guarantee, or under none."""
    gross, reference = expense.gross, expense.reference
    deduction = min(expense.flat_deduction, gross)
    net = gross - deduction
    steps = list(_statutory_steps(expense, deduction))
    complementary, units = ZERO, 0
    most = max(expense.spent - reference - expense.other_insurer, ZERO)
    if guarantee is None:
        steps.append(RuleStep(RuleStepCode.NO_GUARANTEE, ZERO))
    else:
        units = open_units(guarantee, expense, usage)
        promised = _promised(expense, guarantee, usage, units)
        complementary = min(promised, most)
        steps += _guarantee_steps(expense, guarantee, usage, units, promised)
        if complementary < promised:
            steps.append(RuleStep(RuleStepCode.NOTHING_MORE_SPENT, complementary))
    left = expense.spent - net - expense.other_insurer - complementary
    steps.append(RuleStep(RuleStepCode.LEFT_TO_PAY, left))
    return Reimbursement(gross, deduction, net, complementary, left, units, tuple(steps))


def _promised(expense: Expense, guarantee: Guarantee, usage: Usage, units: int) -> Decimal:
    if units == 0:
        return ZERO
    counted = expense.counted_for(units)
    promised = max(promise_of(guarantee, counted, usage), ZERO)
    # What is promised for some of the units is not spent on the others.
    return promised if units == expense.quantity else min(promised, _beside(counted))


def _beside(expense: Expense) -> Decimal:
    return max(expense.spent - expense.reference, ZERO)


def _statutory_steps(expense: Expense, deduction: Decimal) -> Iterator[RuleStep]:
    gross, reference = expense.gross, expense.reference
    if expense.base is None or expense.rate is None:
        yield RuleStep(RuleStepCode.NO_STATUTORY_PART, ZERO)
    else:
        counted = min(expense.spent, expense.base)
        facts = {"rate": expense.rate, "counted": counted}
        yield RuleStep(RuleStepCode.STATUTORY_GROSS, gross, facts)
    if reference > gross:
        yield RuleStep(RuleStepCode.OUTSIDE_PATHWAY, reference - gross)
    if deduction:
        yield RuleStep(RuleStepCode.FLAT_DEDUCTION, deduction)


def _guarantee_steps(
    expense: Expense, guarantee: Guarantee, usage: Usage, units: int, promised: Decimal
) -> Iterator[RuleStep]:
    if units < expense.quantity:
        facts = {"units": units, "quantity": expense.quantity}
        yield RuleStep(RuleStepCode.UNITS_EXHAUSTED, promised, facts)
    if guarantee.form is BenefitForm.AMOUNT_PER_YEAR and usage.amount:
        yield RuleStep(RuleStepCode.ALREADY_USED, usage.amount)
    yield RuleStep(
        RuleStepCode.GUARANTEE,
        promised,
        {
            "form": guarantee.form.value,
            "percent": guarantee.percent,
            "amount": guarantee.amount,
            "ceiling": guarantee.ceiling,
            "frame_ceiling": guarantee.frame_ceiling,
            "sessions": guarantee.sessions,
        },
    )
