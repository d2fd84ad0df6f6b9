"""Guarantees (*garanties*) as data: their forms, and what each form needs."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class BenefitForm(StrEnum):
    """How the complementary part of an act is found; the formulas are in `services.rules.forms`."""

    PERCENT_OF_BASE = "percent_of_base_statutory_included"
    ACTUAL_COST = "actual_cost"
    BASKET_CEILING = "full_within_basket_ceiling"
    COPAYMENT_PLUS_AMOUNT = "copayment_plus_amount"
    AMOUNT_PER_ACT = "amount_per_act"
    AMOUNT_PER_NIGHT = "amount_per_night"
    AMOUNT_PER_YEAR = "amount_per_year"
    SESSIONS_PER_YEAR = "sessions_per_year"
    AMOUNT_PER_EQUIPMENT = "amount_per_equipment_statutory_included"


class EntitlementKind(StrEnum):
    """What is limited."""

    YEARLY_AMOUNT = "yearly_amount"
    """Euros in a calendar year (*forfait*)."""
    SESSIONS = "sessions"
    """Sessions in a calendar year."""
    EQUIPMENT = "equipment"
    """Pieces in a renewal period."""


PARAMETERS: Mapping[BenefitForm, frozenset[str]] = {
    BenefitForm.PERCENT_OF_BASE: frozenset({"percent"}),
    BenefitForm.ACTUAL_COST: frozenset(),
    BenefitForm.BASKET_CEILING: frozenset({"ceiling"}),
    BenefitForm.COPAYMENT_PLUS_AMOUNT: frozenset({"amount"}),
    BenefitForm.AMOUNT_PER_ACT: frozenset({"amount"}),
    BenefitForm.AMOUNT_PER_NIGHT: frozenset({"amount"}),
    BenefitForm.AMOUNT_PER_YEAR: frozenset({"amount"}),
    BenefitForm.SESSIONS_PER_YEAR: frozenset({"amount", "sessions"}),
    BenefitForm.AMOUNT_PER_EQUIPMENT: frozenset({"amount"}),
}
"""What each form must be given; nothing else may be, but a frame's ceiling of an equipment."""
OPTIONAL_PARAMETERS: Mapping[BenefitForm, frozenset[str]] = {
    BenefitForm.AMOUNT_PER_EQUIPMENT: frozenset({"frame_ceiling"}),
}
PARAMETER_NAMES = ("percent", "amount", "ceiling", "frame_ceiling", "sessions")


class Benefit(NamedTuple):
    """One guarantee of a level, as the read road brings it: fields are columns of `benefits`.

    Euros to the cent, `percent` of the base. `renewal_quantity` pieces may be had in any
    `renewal_months`; no renewal, no limit. Days are both included, absent ones unlimited.
    """

    code: str
    category: str
    label_fr: str
    label_en: str
    form: str
    percent: int | None
    amount: Decimal | None
    ceiling: Decimal | None
    frame_ceiling: Decimal | None
    sessions: int | None
    renewal_months: int | None
    renewal_quantity: int
    starts_on: date | None
    ends_on: date | None
