"""Tariffs as partners send them."""

from typing import Annotated, Any

from pydantic import MISSING, ConfigDict, Field, StrictInt, StringConstraints

from app.schemas.base import CLEAN, Body, Line, Reference
from app.schemas.dates import IsoDate
from app.schemas.feeds.amounts import Amount, Fraction
from app.schemas.feeds.benefits import BenefitCode, Months
from app.values.care_categories import CareCategory
from app.values.tariffs import ActUnit, FlatDeduction, TariffKind

TARIFF_EXAMPLE: dict[str, Any] = {
    "kind": "act",
    "code": "general_practitioner",
    "label_fr": "Consultation médecin généraliste",
    "label_en": "General practitioner",
    "position": 1,
    "starts_on": "2024-12-22",
    "category": "consultation",
    "act_code": "G",
    "benefit_code": "general",
    "unit": "act",
    "base": "30.00",
    "statutory_rate": "0.7000",
    "outside_rate": "0.3000",
    "price": "30.00",
    "deduction": "participation",
}
Age = Annotated[StrictInt, Field(ge=0, le=120)]


class AgePeriod(Body):
    """A renewal period up to an age."""

    up_to_age: Age
    """Age in whole years up to which it holds, included."""
    months: Months
    """How long an equipment must last, in months."""


class TariffFeed(Body):
    """A value that holds from a day on: until `ends_on`, or the next tariff of its code begins.

    An `act` needs `category`, `act_code`, `benefit_code` and `unit`; a `flat_deduction` needs
    `deduction` and `amount`; a `renewal` needs `category` and `months`. What belongs to another
    kind is refused.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [TARIFF_EXAMPLE]})

    kind: TariffKind
    code: BenefitCode
    """What it is the tariff of; for acts, what a simulation names."""
    label_fr: Line
    """What members read, in French."""
    label_en: Line
    """What members read, in English."""
    position: Annotated[StrictInt, Field(ge=0, le=100_000)] = 0
    """Its place in the list of acts; those of one place come by code."""
    starts_on: IsoDate
    """First day of care it holds for."""
    ends_on: IsoDate | None = None
    """Last day of care it holds for, included; null while it has no end."""
    category: CareCategory | MISSING = MISSING
    """Type of care of an act, or of the equipments that a renewal is about; else left out."""
    act_code: Annotated[str, StringConstraints(min_length=1, max_length=20), CLEAN] | None = None
    """What statement lines of this act bear as their own `act_code`."""
    benefit_code: BenefitCode | None = None
    """The guarantee that pays for the act, by its `code` in benefit levels."""
    unit: ActUnit | MISSING = MISSING
    """What one of the act's quantity is; left out of other kinds."""
    base: Amount | None = None
    """Base of reimbursement (BR) of one unit, in euros; null when the price is the base, or when
    statutory insurance does not know the act."""
    statutory_rate: Fraction | None = None
    """Share of the base that statutory insurance pays inside the care pathway; null when it does
    not know the act."""
    outside_rate: Fraction | None = None
    """The share outside the care pathway; null when the act has no pathway."""
    price: Amount | None = None
    """Usual or regulated price of one unit in euros: what examples are computed with."""
    ceiling: Amount | None = None
    """Euros of one unit that a *contrat responsable* may count at most; null without a limit."""
    frame_ceiling: Amount | None = None
    """Euros of a frame that it may count at most; null without a limit."""
    deduction: FlatDeduction | MISSING = MISSING
    """The flat deduction the act bears, or that this tariff is of; left out for none."""
    amount: Amount | None = None
    """Euros a flat deduction keeps back of each unit."""
    daily_cap: Amount | None = None
    """Euros a flat deduction keeps back in a day at most; null without a cap."""
    yearly_cap: Amount | None = None
    """Euros kept back in a calendar year at most; the three *franchises* share theirs."""
    from_age: Age | None = None
    """Age from which the deduction is kept back; null at any age."""
    months: Months | None = None
    """How long an equipment must last."""
    months_by_age: Annotated[list[AgePeriod], Field(min_length=1, max_length=10)] | None = None
    """Shorter periods of the young, youngest first; null when age changes nothing."""


class TariffImportLine(TariffFeed):
    """A line of an import of tariffs."""

    ref: Reference
    """The partner's own reference: what the address of the PUT bears."""
