"""Reimbursement simulations: what would be paid for care to come."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StrictBool, StrictInt, StringConstraints, WithJsonSchema

from app.schemas.base import Body, Money, Read
from app.schemas.benefits import TRACE_EXAMPLE, BenefitBeneficiaryRead, SharedCostRead
from app.schemas.dates import IsoDate
from app.schemas.feeds.amounts import decimal_in_text
from app.values.benefits import EntitlementKind
from app.values.care_categories import CareCategory
from app.values.tariffs import DeductionPool

PRICE_PATTERN = r"^[0-9]{1,5}\.[0-9]{2}$"
Price = Annotated[
    Decimal,
    decimal_in_text(PRICE_PATTERN),
    WithJsonSchema(
        {"type": "string", "pattern": PRICE_PATTERN, "title": "Price", "examples": ["42.10"]}
    ),
]
"""Euros up to 99,999.99 as a decimal string with two decimals."""
SHARES_EXAMPLE: dict[str, Any] = {
    "spent": "30.00",
    "statutory_gross": "21.00",
    "flat_deduction": "2.00",
    "statutory_net": "19.00",
    "complementary": "9.00",
    "left_to_pay": "2.00",
}


SIMULATION_EXAMPLE: dict[str, Any] = {
    "beneficiary": {
        "id": "01985f2e-0000-7c1b-9a53-0f6d1c2b3a4e",
        "first_name": "Camille",
        "last_name": "Martin",
    },
    "benefit_level": "Confort",
    "care_date": "2026-03-14",
    "in_pathway": True,
    "acts": [
        {
            **SHARES_EXAMPLE,
            "code": "general_practitioner",
            "label": "Consultation médecin généraliste",
            "category": "consultation",
            "quantity": 1,
            "benefit_code": "general",
            "benefit_label": "Médecins généralistes",
            "base": "30.00",
            "statutory_rate": "0.7000",
            "trace": TRACE_EXAMPLE,
        }
    ],
    "totals": SHARES_EXAMPLE,
    "entitlements": [
        {
            "code": "osteopathy",
            "label": "Ostéopathie",
            "category": "alternative_medicine",
            "kind": "yearly_amount",
            "amount": "200.00",
            "amount_left": "145.00",
            "sessions": None,
            "sessions_left": None,
            "next_on": None,
        }
    ],
    "flat_deductions": [
        {
            "pool": "participation",
            "label": "Participation forfaitaire",
            "cap": "50.00",
            "borne": "14.00",
            "left": "36.00",
        }
    ],
}


class SimulatedActCreate(Body):
    """One act of the basket."""

    code: Annotated[str, StringConstraints(max_length=40)]
    """An act of `GET /v1/reference/acts`."""
    price: Price
    """Price of one unit in euros: of an act, a session, a night, an equipment."""
    quantity: Annotated[StrictInt, Field(ge=1, le=366)] = 1
    """How many units: acts, sessions, nights, boxes."""
    frame_price: Price | None = None
    """The part of a pair of glasses' price that the frame costs; null when there is no frame."""


class SimulationCreate(Body):
    """Care to come: one act, or a basket of up to ten had on one day."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "care_date": "2026-03-14",
                    "in_pathway": True,
                    "acts": [{"code": "general_practitioner", "price": "30.00"}],
                }
            ]
        }
    )

    beneficiary_id: Annotated[str, StringConstraints(max_length=100)] | None = None
    """Who will have the care; null for the reader."""
    care_date: IsoDate | None = None
    """Day of care, from two years ago to a year from now; null for today."""
    in_pathway: StrictBool = True
    """Whether the care pathway is respected: one's own doctor was seen first."""
    acts: Annotated[list[SimulatedActCreate], Field(min_length=1, max_length=10)]
    """In the order in which they use what is left of the year."""


class SimulatedActRead(SharedCostRead):
    """An act of the basket: who pays what of it, and why."""

    code: str
    """The act, as it was named."""
    label: str
    """Name to show, in the reader's language."""
    category: CareCategory
    quantity: int
    """How many units; amounts are for all of them."""
    benefit_code: str | None
    """The guarantee that pays; null when the level has none for this act."""
    benefit_label: str | None
    """Its name in the reader's language; null when the level has none for this act."""


class SimulationTotalsRead(Read):
    """Sums over the acts, to the cent."""

    spent: Money
    """Euros the care costs."""
    statutory_gross: Money
    """Euros of statutory insurance before flat deductions."""
    flat_deduction: Money
    """Euros kept back, never repaid."""
    statutory_net: Money
    """Euros statutory insurance pays."""
    complementary: Money
    """Euros this insurer pays."""
    left_to_pay: Money
    """Euros left to the member."""


class EntitlementRead(Read):
    """A limit, and what is left of it once the simulated acts are done."""

    code: str
    """The guarantee, by its code; for equipments, the type of care."""
    label: str
    """Name to show, in the reader's language."""
    category: CareCategory
    kind: EntitlementKind
    amount: Money | None
    """Euros of a calendar year; null unless `yearly_amount`."""
    amount_left: Money | None
    """Euros left of them; null unless `yearly_amount`."""
    sessions: int | None
    """Sessions of a calendar year; null unless `sessions`."""
    sessions_left: int | None
    """Sessions left of them; null unless `sessions`."""
    next_on: date | None
    """First day on which one more equipment is paid for; null when it is at once, and unless
    `equipment`."""


class DeductionCapRead(Read):
    """How far a yearly cap on flat deductions is reached once the simulated acts are done."""

    pool: DeductionPool
    label: str
    """Name to show, in the reader's language."""
    cap: Money
    """Euros kept back in a calendar year at most."""
    borne: Money
    """Euros kept back this year."""
    left: Money
    """Euros that may still be kept back."""


class SimulationRead(Read):
    """What would be paid, act by act and in all, and what would be left of the year."""

    model_config = ConfigDict(json_schema_extra={"examples": [SIMULATION_EXAMPLE]})

    beneficiary: BenefitBeneficiaryRead
    benefit_level: str
    """What the level in force on the day of care is called."""
    care_date: date
    """Day of care."""
    in_pathway: bool
    """Whether the care pathway is respected."""
    acts: list[SimulatedActRead]
    """In the order in which they were sent."""
    totals: SimulationTotalsRead
    entitlements: list[EntitlementRead]
    """Every limit of the level: guarantees in their order, then types of equipment; empty when
    nothing is limited."""
    flat_deductions: list[DeductionCapRead]
    """The yearly caps on flat deductions; empty for who is too young to bear any."""
