"""Statements as partners send them."""

import math
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from app.schemas.base import CLEAN, UNSTORABLE, Body, Line, Reference
from app.schemas.dates import IsoDate
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


RuleTrace = Annotated[list[dict[str, Any]], Field(max_length=50), AfterValidator(_storable)]
"""How the amounts were found, step by step, as the administrator's system tells it."""


class StatementLineFeed(Body):
    """One act. The person is named by the partner's reference or, in the NOEMIE feed, by NIR.

    Rules: `statutory_net` = `statutory_gross` - `flat_deduction`, and `left_to_pay` = `spent` -
    `statutory_net` - `other_insurer` - `complementary`; anything else is refused.
    """

    beneficiary_ref: Reference | None = None
    """Who received the care, by the partner's reference, of the member's family; either this or
    `nir`."""
    nir: Nir | None = None
    """Who received the care, by social security number and key; either this or `beneficiary_ref`.
    """
    care_date: IsoDate
    """Day of care in Europe/Paris, today at the latest."""
    category: CareCategory
    act_code: Annotated[str, StringConstraints(min_length=1, max_length=20), CLEAN]
    """Code of the act in the statutory scheme's nomenclature."""
    act_label: Line
    """What was done, in French, as members read it."""
    act_family: ShortLine | None = None
    """The partner's own grouping of acts; null when there is none."""
    quantity: Annotated[StrictInt, Field(ge=1, le=9999)] = 1
    """How many times the act was done; amounts are for all of them."""
    provider_name: Line | None = None
    """Who gave the care, as members read it; null when unknown."""
    provider_rpps: Annotated[str, StringConstraints(pattern=r"^[0-9]{11}$")] | None = None
    """National number of the health professional, 11 digits; null when unknown."""
    provider_finess: (
        Annotated[str, StringConstraints(pattern=r"^[0-9][0-9A-Z][0-9]{7}$")] | None
    ) = None
    """National number of the establishment, 9 characters; null when unknown."""
    spent: Amount
    """Euros charged for the care."""
    base: Amount | None = None
    """Base of reimbursement (BR) in euros; null when the act has none."""
    statutory_rate: Fraction | None = None
    """Share of `base` that the statutory scheme pays: `0.7000` is 70 %; null when it has none."""
    statutory_gross: Amount
    """Euros of the statutory scheme before `flat_deduction`."""
    flat_deduction: Amount
    """*Participation forfaitaire* or *franchise* in euros; `0.00` when there is none."""
    statutory_net: Amount
    """Euros the statutory scheme paid: `statutory_gross` minus `flat_deduction`."""
    other_insurer: Amount
    """Euros another complementary insurer paid."""
    complementary: Amount
    """Euros this insurer paid."""
    left_to_pay: Amount
    """Euros the member still pays: `spent` minus every payer's part."""
    payee: Payee
    third_party_payment: StrictBool
    """Whether the provider was paid directly (*tiers payant*)."""
    paid_on: IsoDate | None = None
    """Day the payment leaves; null when it is not known yet."""
    payment_reference: ShortLine | None = None
    """What names the payment on the payee's bank statement; null when unknown."""
    rule_trace: RuleTrace | None = None
    """How the amounts were found, step by step, in objects of the partner's own making; kept as
    they are, null when there are none."""


class StatementTotals(Body):
    """Sums over the lines, to the cent."""

    spent: Amount
    """Sum of the lines' `spent`, in euros."""
    statutory: Amount
    """Sum of the lines' `statutory_net`, in euros."""
    other_insurer: Amount
    """Sum of the lines' `other_insurer`, in euros."""
    complementary: Amount
    """Sum of the lines' `complementary`, in euros."""
    left_to_pay: Amount
    """Sum of the lines' `left_to_pay`, in euros."""


class StatementFeed(Body):
    """A statement with all its lines; sending it again replaces it."""

    model_config = ConfigDict(json_schema_extra={"examples": [STATEMENT_EXAMPLE]})

    member_ref: Reference
    """The member whose family the statement is for, sent before."""
    issued_on: IsoDate
    """Day the statement was issued in Europe/Paris, today at the latest."""
    source: StatementSource
    totals: StatementTotals
    lines: Annotated[list[StatementLineFeed], Field(min_length=1, max_length=1000)]
    """Every act of the statement; sending it again with others replaces them."""


class StatementImportLine(StatementFeed):
    """A line of an import of statements."""

    ref: Reference
    """The partner's own reference: what the address of the PUT bears."""
