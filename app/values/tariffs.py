"""Tariffs: acts, flat deductions and renewal periods, each valid from a day on."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class TariffKind(StrEnum):
    """What a tariff is about."""

    ACT = "act"
    """An act of the catalogue: its base, its rates, its usual price."""
    FLAT_DEDUCTION = "flat_deduction"
    """What statutory insurance keeps back of each act, and its caps."""
    RENEWAL = "renewal"
    """How long an equipment must last, by age."""


class ActUnit(StrEnum):
    """What one of an act's quantity is."""

    ACT = "act"
    SESSION = "session"
    BOX = "box"
    NIGHT = "night"
    DAY = "day"
    EQUIPMENT = "equipment"


class FlatDeduction(StrEnum):
    """*Participation forfaitaire*, and the *franchises* on medicines, paramedical acts, transport
    (Code de la sécurité sociale, L160-13).
    """

    PARTICIPATION = "participation"
    BOX = "box"
    PARAMEDICAL = "paramedical"
    TRANSPORT = "transport"


class DeductionPool(StrEnum):
    """What a yearly cap is counted over: the three *franchises* share theirs."""

    PARTICIPATION = "participation"
    FRANCHISE = "franchise"


POOLS = {
    FlatDeduction.PARTICIPATION: DeductionPool.PARTICIPATION,
    FlatDeduction.BOX: DeductionPool.FRANCHISE,
    FlatDeduction.PARAMEDICAL: DeductionPool.FRANCHISE,
    FlatDeduction.TRANSPORT: DeductionPool.FRANCHISE,
}


class Tariff(NamedTuple):
    """One tariff as the read road brings it: fields are columns of `tariffs`.

    Of several of one code, the last to have begun holds. Euros to the cent, rates as fractions.
    `months_by_age` is a JSON list of `{"up_to_age": 15, "months": 12}`, youngest first.
    """

    code: str
    kind: str
    ends_on: date | None
    label_fr: str
    label_en: str
    category: str | None
    act_code: str | None
    benefit_code: str | None
    unit: str | None
    deduction: str | None
    base: Decimal | None
    statutory_rate: Decimal | None
    outside_rate: Decimal | None
    price: Decimal | None
    ceiling: Decimal | None
    frame_ceiling: Decimal | None
    amount: Decimal | None
    daily_cap: Decimal | None
    yearly_cap: Decimal | None
    from_age: int | None
    months: int | None
    months_by_age: str | None
