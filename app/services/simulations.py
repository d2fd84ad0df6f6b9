"""Reimbursement simulations: the calculation on care to come, with what the year took already.

Nothing is written. Answers are plain values in the shape of `schemas.simulations`, see
`http.answers`. Acts come one after the other: each uses what those before it left.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.errors.base import FieldProblem
from app.errors.requests import InvalidRequest
from app.errors.validation import INVALID_DATE
from app.gateways.clock import Clock
from app.repositories.benefits import BenefitReader, CoveredPerson
from app.repositories.entitlements import EntitlementReader, YearSum
from app.schemas.simulations import SimulatedActCreate, SimulationCreate
from app.services.covers import cover_in_force, covers_of
from app.services.family_rights import FamilyRights
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
from app.values.periods import Period, age_on, calendar_year, shift_months
from app.values.principals import CurrentMember
from app.values.rule_steps import RuleStep
from app.values.tariffs import POOLS, DeductionPool, FlatDeduction, Tariff

BACK_MONTHS, AHEAD_MONTHS = 24, 12
"""Care older than two years is repaid no more (Code des assurances, L114-1)."""
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
class _Situation:
    """Everything that the acts are simulated against."""

    catalogue: Catalogue
    benefits: dict[str, Benefit]
    entitlements: Entitlements
    ledger: DeductionLedger
    responsible: bool
    in_pathway: bool
    language: str


class SimulationService:
    """Simulates reimbursements for one request, on its read road."""

    def __init__(
        self,
        benefits: BenefitReader,
        lines: EntitlementReader,
        family: FamilyRights,
        clock: Clock,
    ) -> None:
        self._benefits = benefits
        self._lines = lines
        self._family = family
        self._clock = clock

    async def simulate(
        self, member: CurrentMember, wanted: SimulationCreate, person_id: UUID | None, language: str
    ) -> Answer:
        """What would be paid for these acts, and what would be left of the year.

        Raises:
            BeneficiaryNotFound: no such beneficiary among those the reader may see.
            Confidential: the reader may see something of the beneficiary, but not the lines.
            CoverEnded, CoverNotStarted, NoCover: the beneficiary is not covered on the day.
            InvalidRequest: a day too far, an act that the catalogue does not have on that day.
        """
        day = self._day(wanted.care_date)
        beneficiary_id = person_id or member.beneficiary_id
        rows = await self._benefits.list_covers_of(member, beneficiary_id)
        if not rows:
            raise await self._family.refusal(member, beneficiary_id)
        person: CoveredPerson = cover_in_force(covers_of(rows), day).row
        tariffs = await self._benefits.list_tariffs(member.portfolio_id, day)
        catalogue = Catalogue(tariffs, day)
        _check(wanted.acts, catalogue)
        situation = await self._situation(member, person, catalogue, day, wanted, language)
        acts = [_simulate(situation, act) for act in wanted.acts]
        return {
            "beneficiary": {
                "id": person.id,
                "first_name": person.first_name,
                "last_name": person.last_name,
            },
            "benefit_level": person.level_name,
            "care_date": day,
            "in_pathway": wanted.in_pathway,
            "acts": acts,
            "totals": {name: sum((act[name] for act in acts), ZERO) for name in SUMMED},
            "entitlements": [
                _entitlement(one, language) for one in situation.entitlements.remaining()
            ],
            "flat_deductions": [_cap(cap, language) for cap in situation.ledger.caps()],
        }

    def _day(self, care_date: date | None) -> date:
        today = self._clock.today()
        day = care_date or today
        if not shift_months(today, -BACK_MONTHS) <= day <= shift_months(today, AHEAD_MONTHS):
            raise InvalidRequest(fields=[FieldProblem("/care_date", INVALID_DATE)])
        return day

    async def _situation(
        self,
        member: CurrentMember,
        person: CoveredPerson,
        catalogue: Catalogue,
        day: date,
        wanted: SimulationCreate,
        language: str,
    ) -> _Situation:
        level_id = person.benefit_level_id
        benefits = await self._benefits.list_benefits(level_id, day) if level_id else []
        age = age_on(person.birth_date, day)
        index = LineIndex(benefits, catalogue)
        sums = await self._lines.sum_year(member, person.id, calendar_year(day), day)
        entitlements = Entitlements(benefits, catalogue, index, day=day, age=age)
        entitlements.count(_uses(sums), await self._pieces(member, person, benefits, day))
        return _Situation(
            catalogue=catalogue,
            benefits={benefit.code: benefit for benefit in benefits},
            entitlements=entitlements,
            ledger=DeductionLedger(catalogue.deductions, age, _borne(sums, index)),
            responsible=bool(person.responsible),
            in_pathway=wanted.in_pathway,
            language=language,
        )

    async def _pieces(
        self,
        member: CurrentMember,
        person: CoveredPerson,
        benefits: Sequence[Benefit],
        day: date,
    ) -> list[PastPiece]:
        months = max((benefit.renewal_months or 0 for benefit in benefits), default=0)
        if not months or person.benefit_level_id is None:
            return []
        window = Period(shift_months(day, -months), day)
        lines = await self._lines.list_pieces(member, person.id, person.benefit_level_id, window)
        return [PastPiece(*line) for line in lines]


def _check(acts: Sequence[SimulatedActCreate], catalogue: Catalogue) -> None:
    wrong = []
    for position, act in enumerate(acts):
        if act.code not in catalogue.acts:
            wrong.append(FieldProblem(f"/acts/{position}/code", "unknown_act"))
        if act.frame_price is not None and act.frame_price > act.price:
            wrong.append(FieldProblem(f"/acts/{position}/frame_price", "frame_above_price"))
    if wrong:
        raise InvalidRequest(fields=wrong)


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
