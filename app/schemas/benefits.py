"""How I am reimbursed: the grid of guarantees, explained and worked out."""

from datetime import date
from typing import Any

from pydantic import MISSING, ConfigDict

from app.schemas.base import Money, OpaqueId, Rate, Read
from app.values.benefits import BenefitForm
from app.values.care_categories import CareCategory
from app.values.rule_steps import RuleStepCode

TRACE_EXAMPLE: list[dict[str, Any]] = [
    {
        "code": "statutory_gross",
        "amount": "21.00",
        "sentence": "La Sécurité sociale prend en charge 70 % de 30,00 €, soit 21,00 €.",
    },
    {"code": "left_to_pay", "amount": "2.00", "sentence": "Il vous reste 2,00 € à payer."},
]
GRID_EXAMPLE: dict[str, Any] = {
    "contract": {
        "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a51",
        "number": "HCR-2020-0117",
        "responsible": True,
    },
    "beneficiary": {
        "id": "01985f2e-0000-7c1b-9a53-0f6d1c2b3a4e",
        "first_name": "Camille",
        "last_name": "Martin",
    },
    "benefit_level": "Confort",
    "cover_starts_on": "2024-01-01",
    "cover_ends_on": None,
    "as_of": "2026-03-14",
    "categories": [
        {
            "category": "consultation",
            "label": "Consultations et visites",
            "benefits": [
                {
                    "code": "general",
                    "label": "Médecins généralistes",
                    "form": "percent_of_base_statutory_included",
                    "percent": 100,
                    "amount": None,
                    "ceiling": None,
                    "frame_ceiling": None,
                    "sessions": None,
                    "renewal_months": None,
                    "renewal_quantity": None,
                    "starts_on": None,
                    "ends_on": None,
                    "explanation": "Nous complétons la Sécurité sociale jusqu’à 100 % de sa base "
                    "de remboursement.",
                    "example": {
                        "act_code": "general_practitioner",
                        "act_label": "Consultation médecin généraliste",
                        "spent": "30.00",
                        "base": "30.00",
                        "statutory_rate": "0.7000",
                        "statutory_gross": "21.00",
                        "flat_deduction": "2.00",
                        "statutory_net": "19.00",
                        "complementary": "9.00",
                        "left_to_pay": "2.00",
                        "trace": TRACE_EXAMPLE,
                    },
                }
            ],
        }
    ],
}


class RuleStepRead(Read):
    """One step of a calculation."""

    code: RuleStepCode
    amount: Money
    """Euros the step gave, took or left."""
    sentence: str
    """What the step did, in the reader's language."""


class SharedCostRead(Read):
    """Who pays what: `spent` = `statutory_net` + `complementary` + `left_to_pay`."""

    spent: Money
    """Euros the care costs."""
    base: Money | None
    """Base of reimbursement (BR) in euros; null when statutory insurance does not know the act."""
    statutory_rate: Rate | None
    """Share of the base that statutory insurance pays in this situation; null when none."""
    statutory_gross: Money
    """Euros of statutory insurance before `flat_deduction`."""
    flat_deduction: Money
    """*Participation forfaitaire* or *franchise* in euros, never repaid."""
    statutory_net: Money
    """Euros statutory insurance pays."""
    complementary: Money
    """Euros this insurer pays."""
    left_to_pay: Money
    """Euros left to the member."""
    trace: list[RuleStepRead]
    """How the amounts were found, step by step."""


class BenefitExampleRead(SharedCostRead):
    """A worked example: one unit of an act at its usual price, for an adult in the care pathway who
    used nothing of the year yet.
    """

    act_code: str
    """The act, as a simulation names it."""
    act_label: str
    """What was done, in the reader's language."""


class BenefitRead(Read):
    """One guarantee. Euros are for one unit: an act, a night, a session, an equipment."""

    code: str
    """Family or basket of acts it pays for."""
    label: str
    """Name to show, in the reader's language."""
    form: BenefitForm
    percent: int | None
    """Percentage of the base, the statutory part included; null for other forms."""
    amount: Money | None
    """Euros of each act, night, session, equipment or year; null for forms without one."""
    ceiling: Money | None
    """Price up to which nothing is left to pay; null for other forms."""
    frame_ceiling: Money | None
    """Euros of a frame that count at most; null without a ceiling of its own."""
    sessions: int | None
    """Sessions paid for in a calendar year; null for other forms."""
    renewal_months: int | None
    """How long an equipment must last, less for the young; null when there is no such limit."""
    renewal_quantity: int | None
    """Equipments in each renewal period; null when there is no such limit."""
    starts_on: date | None
    """First day of care it pays for; null when always."""
    ends_on: date | None
    """Last day of care it pays for; null when it has no end."""
    explanation: str
    """What is paid and how often, in one sentence in the reader's language."""
    example: BenefitExampleRead | MISSING = MISSING


class BenefitCategoryRead(Read):
    """The guarantees of one type of care."""

    category: CareCategory
    label: str
    """Name to show, in the reader's language."""
    benefits: list[BenefitRead]
    """In the order the contract lists them."""


class BenefitContractRead(Read):
    """The contract the guarantees are of."""

    id: OpaqueId
    """The contract's id, as `contract_id` takes it."""
    number: str
    """As the card and the certificates print it."""
    responsible: bool
    """Whether it is a *contrat responsable*: what the law limits, the examples heed."""


class BenefitBeneficiaryRead(Read):
    """The covered person whose level is shown."""

    id: OpaqueId
    """The beneficiary's id, as `beneficiary_id` takes it."""
    first_name: str
    """First name, as the administrator's file has it."""
    last_name: str
    """Family name, as the administrator's file has it."""


class BenefitGridRead(Read):
    """The guarantees of one person under one contract, by type of care."""

    model_config = ConfigDict(json_schema_extra={"examples": [GRID_EXAMPLE]})

    contract: BenefitContractRead
    beneficiary: BenefitBeneficiaryRead
    benefit_level: str
    """What the level is called in the contract."""
    cover_starts_on: date
    """First day covered at this level."""
    cover_ends_on: date | None
    """Last day covered at this level, included; null while it has no end."""
    as_of: date
    """The day the guarantees and tariffs are of: today, or the last day of a cover that is over, or
    the first of one to come."""
    categories: list[BenefitCategoryRead]
    """Types of care with a guarantee, in the order of `GET /v1/reference/care-categories`; empty
    until the administrator sends the guarantees."""
