"""A simulation: the calculation on acts to come, with what the year took already.

Answers are plain values in the shape of `schemas.simulations`, see `http.answers`. Acts come one
after the other: each uses what those before it left.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.repositories.benefits import CoveredPerson
from app.repositories.entitlements import PieceLine, YearSum
from app.schemas.simulations import SimulatedActCreate, SimulationCreate
from app.services.rules.calculator import Reimbursement, reimburse
from app.services.rules.catalogue import Catalogue, expense_of
from app.services.rules.deductions import Borne, DeductionCap, DeductionLedger
from app.services.rules.entitlements import (
    Entitlement,
    Entitlements,
    LineIndex,
    PastPiece,
    PastUse,
)
from app.services.rules.expense import Expense
from app.services.rules.explanations import explain_step
from app.services.rules.grid import deducted, guarantee_of, limit_steps, traced
from app.values.benefits import Benefit, EntitlementKind
from app.values.care_categories import LABELS
from app.values.labels import Labels
from app.values.money import ZERO
from app.values.periods import age_on
from app.values.rule_steps import RuleStep
from app.values.tariffs import POOLS, DeductionPool, FlatDeduction, Tariff

POOL_LABELS = {
    DeductionPool.PARTICIPATION: Labels("Participation forfaitaire", "Flat participation"),
    DeductionPool.FRANCHISE: Labels("Franchises médicales", "Medical deductions"),
}
SUMMED = (
    "spent",
    "statutory_gross",
    "flat_deduction",
    "statutory_net",
    "complementary",
    "left_to_pay",
)
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database tells of a person on a day."""

    person: CoveredPerson
    day: date
    catalogue: Catalogue
    benefits: Sequence[Benefit]
    sums: Sequence[YearSum]
    pieces: Sequence[PieceLine]


@dataclass(frozen=True, slots=True)
class _Situation:
    """Everything that the acts are simulated against."""

    catalogue: Catalogue
    benefits: dict[str, Benefit]
    entitlements: Entitlements
    ledger: DeductionLedger
    responsible: bool
    in_pathway: bool
    language: str


def simulated(facts: Facts, wanted: SimulationCreate, language: str) -> Answer:
    """What would be paid for these acts, all of the catalogue, and what would be left."""
    person = facts.person
    situation = _situation(facts, language, in_pathway=wanted.in_pathway)
    acts = [_simulate(situation, act) for act in wanted.acts]
    return {
        "beneficiary": {
            "id": person.id,
            "first_name": person.first_name,
            "last_name": person.last_name,
        },
        "benefit_level": person.level_name,
        "care_date": facts.day,
        "in_pathway": wanted.in_pathway,
        "acts": acts,
        "totals": {name: sum((act[name] for act in acts), ZERO) for name in SUMMED},
        "entitlements": [_entitlement(one, language) for one in situation.entitlements.remaining()],
        "flat_deductions": [_cap(cap, language) for cap in situation.ledger.caps()],
    }


def _situation(facts: Facts, language: str, *, in_pathway: bool) -> _Situation:
    age = age_on(facts.person.birth_date, facts.day)
    index = LineIndex(facts.benefits, facts.catalogue)
    entitlements = Entitlements(facts.benefits, facts.catalogue, index, day=facts.day, age=age)
    entitlements.count(_uses(facts.sums), (PastPiece(*piece) for piece in facts.pieces))
    return _Situation(
        catalogue=facts.catalogue,
        benefits={benefit.code: benefit for benefit in facts.benefits},
        entitlements=entitlements,
        ledger=DeductionLedger(facts.catalogue.deductions, age, _borne(facts.sums, index)),
        responsible=bool(facts.person.responsible),
        in_pathway=in_pathway,
        language=language,
    )


def _uses(sums: Iterable[YearSum]) -> Iterable[PastUse]:
    return (PastUse(row.category, row.act_code, row.quantity, row.complementary) for row in sums)


def _borne(sums: Iterable[YearSum], index: LineIndex) -> Borne:
    """Flat deductions of the day and of the year. Care of one day is taken to be with one
    professional: who simulates does not say with whom.
    """
    today: dict[FlatDeduction, Decimal] = defaultdict(lambda: ZERO)
    year: dict[DeductionPool, Decimal] = defaultdict(lambda: ZERO)
    for row in sums:
        kind = index.deduction(row.category, row.act_code)
        if kind is not None:
            today[kind] += row.deducted_today
            year[POOLS[kind]] += row.flat_deduction
    return Borne(today, year)


def _simulate(situation: _Situation, wanted: SimulatedActCreate) -> Answer:
    act = situation.catalogue.acts[wanted.code]
    benefit = situation.benefits.get(act.benefit_code or "")
    expense, notes = deducted(
        expense_of(
            act,
            wanted.price,
            wanted.quantity,
            in_pathway=situation.in_pathway,
            frame_price=wanted.frame_price or ZERO,
        ),
        act,
        situation.ledger,
    )
    if benefit is None:
        shares = reimburse(expense, None)
    else:
        guarantee = guarantee_of(benefit, act, responsible=situation.responsible)
        shares = reimburse(expense, guarantee, situation.entitlements.usage(benefit))
        notes = notes + limit_steps(benefit, guarantee)
        situation.entitlements.note(benefit, shares.units, shares.complementary)
    return _act_answer(act, benefit, expense, shares, traced(shares, notes), situation.language)


def _act_answer(
    act: Tariff,
    benefit: Benefit | None,
    expense: Expense,
    shares: Reimbursement,
    steps: Iterable[RuleStep],
    language: str,
) -> Answer:
    return {
        "code": act.code,
        "label": Labels(act.label_fr, act.label_en).in_language(language),
        "category": act.category,
        "quantity": expense.quantity,
        "benefit_code": benefit.code if benefit else None,
        "benefit_label": _label(benefit, language) if benefit else None,
        "spent": expense.spent,
        "base": expense.base,
        "statutory_rate": expense.rate,
        "statutory_gross": shares.gross,
        "flat_deduction": shares.deduction,
        "statutory_net": shares.net,
        "complementary": shares.complementary,
        "left_to_pay": shares.left_to_pay,
        "trace": [
            {"code": step.code, "amount": step.amount, "sentence": explain_step(step, language)}
            for step in steps
        ],
    }


def _entitlement(limit: Entitlement, language: str) -> Answer:
    benefit, kind = limit.benefit, limit.kind
    is_piece = kind is EntitlementKind.EQUIPMENT
    is_amount = kind is EntitlementKind.YEARLY_AMOUNT
    return {
        "code": benefit.category if is_piece else benefit.code,
        "label": LABELS[benefit.category].in_language(language)
        if is_piece
        else _label(benefit, language),
        "category": benefit.category,
        "kind": kind,
        "amount": benefit.amount if is_amount else None,
        "amount_left": limit.amount_left,
        "sessions": benefit.sessions,
        "sessions_left": limit.sessions_left,
        "next_on": limit.next_on,
    }


def _cap(cap: DeductionCap, language: str) -> Answer:
    return {
        "pool": cap.pool,
        "label": POOL_LABELS[cap.pool].in_language(language),
        "cap": cap.cap,
        "borne": cap.borne,
        "left": cap.left,
    }


def _label(benefit: Benefit, language: str) -> str:
    return Labels(benefit.label_fr, benefit.label_en).in_language(language)
