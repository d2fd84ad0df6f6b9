"""Guarantees of a benefit level as partners send them."""

from typing import Annotated, Any

from pydantic import Field, StrictInt, StringConstraints

from app.schemas.base import Body, Line
from app.schemas.dates import IsoDate
from app.schemas.feeds.amounts import Amount
from app.values.benefits import BenefitForm
from app.values.care_categories import CareCategory

BENEFIT_EXAMPLE: dict[str, Any] = {
    "code": "osteopathy",
    "category": "alternative_medicine",
    "label_fr": "Ostéopathie",
    "label_en": "Osteopathy",
    "form": "amount_per_year",
    "amount": "200.00",
}

BenefitCode = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(?:_[a-z0-9]+)*$", max_length=40)
]
"""Code of a family or basket of acts: small letters, digits, underscores."""
Months = Annotated[StrictInt, Field(ge=1, le=240)]


class BenefitFeed(Body):
    """One guarantee: a form and the parameters that form takes, no other.

    `percent_of_base_statutory_included` takes `percent`; `full_within_basket_ceiling` takes
    `ceiling`; `sessions_per_year` takes `amount` and `sessions`;
    `amount_per_equipment_statutory_included` takes `amount` and perhaps `frame_ceiling`;
    `actual_cost` takes nothing; all others take `amount`.
    """

    code: BenefitCode
    """Family or basket of acts it pays for: the `benefit_code` of tariffs."""
    category: CareCategory
    label_fr: Line
    """What members read, in French."""
    label_en: Line
    """What members read, in English."""
    form: BenefitForm
    percent: Annotated[StrictInt, Field(ge=1, le=2000)] | None = None
    """Percentage of the base, the statutory part included: `150`; null for other forms."""
    amount: Amount | None = None
    """Euros of each act, night, session, equipment or year; null for forms without one."""
    ceiling: Amount | None = None
    """Price in euros up to which nothing is left to pay; null for other forms."""
    frame_ceiling: Amount | None = None
    """Euros of a frame that count at most; null without a ceiling of its own."""
    sessions: Annotated[StrictInt, Field(ge=1, le=365)] | None = None
    """Sessions paid for in a calendar year; null for other forms."""
    renewal_months: Months | None = None
    """How long an equipment must last; null when there is no such limit."""
    renewal_quantity: Annotated[StrictInt, Field(ge=1, le=10)] = 1
    """Equipments in each renewal period: 2 for hearing aids, one an ear."""
    starts_on: IsoDate | None = None
    """First day of care it pays for; null when always."""
    ends_on: IsoDate | None = None
    """Last day of care it pays for, included; null when it has no end."""
