"""Steps of a reimbursement's calculation, as a trace that people and programs read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class RuleStepCode(StrEnum):
    """What a step of the calculation does; never changes once published."""

    STATUTORY_GROSS = "statutory_gross"
    NO_STATUTORY_PART = "no_statutory_part"
    OUTSIDE_PATHWAY = "outside_pathway"
    FLAT_DEDUCTION = "flat_deduction"
    DEDUCTION_CAPPED = "deduction_capped"
    DEDUCTION_SPARED = "deduction_spared"
    GUARANTEE = "guarantee"
    NO_GUARANTEE = "no_guarantee"
    LEGAL_CEILING = "legal_ceiling"
    ALREADY_USED = "already_used"
    UNITS_EXHAUSTED = "units_exhausted"
    NOTHING_MORE_SPENT = "nothing_more_spent"
    LEFT_TO_PAY = "left_to_pay"


Fact = Decimal | int | str | None


@dataclass(frozen=True, slots=True)
class RuleStep:
    """One step: what it gave in euros, and the facts its sentence tells."""

    code: RuleStepCode
    amount: Decimal
    facts: Mapping[str, Fact] = field(default_factory=dict)
