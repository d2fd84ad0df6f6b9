"""Statements as partners send them."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from app.models.statement import Payee, StatementSource
from app.schemas.base import Body, Line, Money, Rate, Reference
from app.schemas.feeds.people import Nir
from app.values.care_categories import CareCategory

Amount = Annotated[Money, Field(ge=0)]


class StatementLineFeed(Body):
    """One act. The person is named by the partner's reference or, in the NOEMIE feed, by NIR.

    Rules: `statutory_net` = `statutory_gross` - `flat_deduction`, and `left_to_pay` = `spent` -
    `statutory_net` - `other_insurer` - `complementary`; anything else is refused.
    """

    beneficiary_ref: Reference | None = None
    nir: Nir | None = None
    care_date: date
    category: CareCategory
    act_code: Annotated[Line, StringConstraints(max_length=20)]
    act_label: Line
    act_family: Annotated[Line, StringConstraints(max_length=60)] | None = None
    quantity: Annotated[int, Field(ge=1, le=9999)] = 1
    provider_name: Line | None = None
    provider_rpps: Annotated[str, StringConstraints(pattern=r"^\d{11}$")] | None = None
    provider_finess: Annotated[str, StringConstraints(pattern=r"^[0-9][0-9A-Z]\d{7}$")] | None = (
        None
    )
    spent: Amount
    base: Amount | None = None
    statutory_rate: Rate | None = None
    statutory_gross: Amount
    flat_deduction: Amount
    statutory_net: Amount
    other_insurer: Amount
    complementary: Amount
    left_to_pay: Amount
    payee: Payee
    third_party_payment: bool
    paid_on: date | None = None
    payment_reference: Annotated[Line, StringConstraints(max_length=60)] | None = None
    rule_trace: Annotated[tuple[dict[str, Any], ...], Field(max_length=50)] | None = None


class StatementTotals(Body):
    """Sums over the lines, to the cent."""

    spent: Amount
    statutory: Amount
    other_insurer: Amount
    complementary: Amount
    left_to_pay: Amount


class StatementFeed(Body):
    """A statement with all its lines; sending it again replaces it."""

    member_ref: Reference
    issued_on: date
    source: StatementSource
    totals: StatementTotals
    lines: Annotated[tuple[StatementLineFeed, ...], Field(min_length=1, max_length=1000)]
