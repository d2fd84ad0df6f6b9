"""Statements as partners send them."""

import math
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from app.schemas.base import CLEAN, UNSTORABLE, Body, Line, Reference
from app.schemas.feeds.amounts import Amount, Fraction
from app.schemas.feeds.people import Nir
from app.values.care_categories import CareCategory
from app.values.statements import Payee, StatementSource

ShortLine = Annotated[str, StringConstraints(min_length=1, max_length=60), CLEAN]
"""One line of text, 60 characters at most."""

STATEMENT_EXAMPLE: dict[str, Any] = {
    "member_ref": "M-1",
    "issued_on": "2026-03-09",
    "source": "noemie",
    "totals": {
        "spent": "30.00",
        "statutory": "19.00",
        "other_insurer": "0.00",
        "complementary": "9.00",
        "left_to_pay": "2.00",
    },
    "lines": [
        {
            "beneficiary_ref": "M-1",
            "care_date": "2026-03-04",
            "category": "consultation",
            "act_code": "GS",
            "act_label": "Consultation généraliste",
            "provider_name": "Dr Claire Fontaine",
            "spent": "30.00",
            "base": "30.00",
            "statutory_rate": "0.7000",
            "statutory_gross": "21.00",
            "flat_deduction": "2.00",
            "statutory_net": "19.00",
            "other_insurer": "0.00",
            "complementary": "9.00",
            "left_to_pay": "2.00",
            "payee": "member",
            "third_party_payment": False,
            "paid_on": "2026-03-10",
        }
    ],
}


def _storable(value: Any) -> Any:
    """Free JSON that both databases store and give back: no NUL, no infinity."""
    if isinstance(value, dict):
        for key, item in value.items():
            _storable(key)
            _storable(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _storable(item)
    elif isinstance(value, str) and UNSTORABLE.search(value):
        raise ValueError("unstorable characters")
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("not a number")
    return value


RuleTrace = Annotated[tuple[dict[str, Any], ...], Field(max_length=50), AfterValidator(_storable)]
"""How the amounts were found, step by step, as the administrator's system tells it."""


class StatementLineFeed(Body):
    """One act. The person is named by the partner's reference or, in the NOEMIE feed, by NIR.

    Rules: `statutory_net` = `statutory_gross` - `flat_deduction`, and `left_to_pay` = `spent` -
    `statutory_net` - `other_insurer` - `complementary`; anything else is refused.
    """

    beneficiary_ref: Reference | None = None
    nir: Nir | None = None
    care_date: date
    category: CareCategory
    act_code: Annotated[str, StringConstraints(min_length=1, max_length=20), CLEAN]
    act_label: Line
    act_family: ShortLine | None = None
    quantity: Annotated[int, Field(ge=1, le=9999)] = 1
    provider_name: Line | None = None
    provider_rpps: Annotated[str, StringConstraints(pattern=r"^[0-9]{11}$")] | None = None
    provider_finess: (
        Annotated[str, StringConstraints(pattern=r"^[0-9][0-9A-Z][0-9]{7}$")] | None
    ) = None
    spent: Amount
    base: Amount | None = None
    statutory_rate: Fraction | None = None
    statutory_gross: Amount
    flat_deduction: Amount
    statutory_net: Amount
    other_insurer: Amount
    complementary: Amount
    left_to_pay: Amount
    payee: Payee
    third_party_payment: bool
    paid_on: date | None = None
    payment_reference: ShortLine | None = None
    rule_trace: RuleTrace | None = None


class StatementTotals(Body):
    """Sums over the lines, to the cent."""

    spent: Amount
    statutory: Amount
    other_insurer: Amount
    complementary: Amount
    left_to_pay: Amount


class StatementFeed(Body):
    """A statement with all its lines; sending it again replaces it."""

    model_config = ConfigDict(json_schema_extra={"examples": [STATEMENT_EXAMPLE]})

    member_ref: Reference
    issued_on: date
    source: StatementSource
    totals: StatementTotals
    lines: Annotated[tuple[StatementLineFeed, ...], Field(min_length=1, max_length=1000)]


class StatementImportLine(StatementFeed):
    """A line of an import of statements."""

    ref: Reference
