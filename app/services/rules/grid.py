"""A level's guarantees explained, each with an example that the calculator works out."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from app.services.rules.calculator import Reimbursement, reimburse
from app.services.rules.catalogue import Catalogue, expense_of
from app.services.rules.deductions import Borne, DeductionLedger
from app.services.rules.expense import Expense, Guarantee
from app.values.benefits import Benefit, BenefitForm
from app.values.rule_steps import RuleStep, RuleStepCode
from app.values.tariffs import FlatDeduction, Tariff

ADULT = 18
NOTHING_BORNE = Borne({}, {})


def guarantee_of(
    benefit: Benefit, act: Tariff | None = None, *, responsible: bool = False
) -> Guarantee:
    """The guarantee of a benefit; for an act under a *contrat responsable*, within the law."""
    guarantee = Guarantee(
        BenefitForm(benefit.form),
        benefit.percent,
        benefit.amount,
        benefit.ceiling,
        benefit.frame_ceiling,
        benefit.sessions,
    )
    if act is None or not responsible:
        return guarantee
    return guarantee.within(act.ceiling, act.frame_ceiling)


def limit_steps(benefit: Benefit, guarantee: Guarantee) -> list[RuleStep]:
    """Tells that the law limits what the benefit promises."""
    limits = [
        getattr(guarantee, name)
        for name in ("amount", "ceiling")
        if getattr(guarantee, name) != getattr(benefit, name)
    ]
    return [RuleStep(RuleStepCode.LEGAL_CEILING, limit) for limit in limits]


def worked_example(
    benefit: Benefit, catalogue: Catalogue, *, responsible: bool
) -> tuple[Tariff, Expense, Reimbursement] | None:
    """One unit of the guarantee's first act at its usual price, of an adult in the care pathway.

    None when the catalogue has no act with a price for it.
    """
    acts = ((act, usual_price(act)) for act in catalogue.acts_of(benefit.code))
    for act, price in acts:
        if price:
            ledger = DeductionLedger(catalogue.deductions, ADULT, NOTHING_BORNE)
            expense, _ = deducted(expense_of(act, price), act, ledger)
            guarantee = guarantee_of(benefit, act, responsible=responsible)
            return act, expense, reimburse(expense, guarantee)
    return None


def traced(shares: Reimbursement, notes: Iterable[RuleStep]) -> list[RuleStep]:
    """The steps of the calculation, with more to tell before what is left to pay."""
    return [*shares.steps[:-1], *notes, shares.steps[-1]]


def usual_price(act: Tariff) -> Decimal | None:
    """What one unit of the act usually costs, in euros."""
    return act.base if act.price is None else act.price


def deducted(
    expense: Expense, act: Tariff, ledger: DeductionLedger
) -> tuple[Expense, list[RuleStep]]:
    """The expense with the flat deduction that its act bears; and why less than its unit."""
    kind = FlatDeduction(act.deduction) if act.deduction else None
    taken, steps = ledger.take(kind, expense.quantity, expense.gross)
    return replace(expense, flat_deduction=taken) if taken else expense, steps
