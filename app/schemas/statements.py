"""Statements (*décomptes*) as members read them."""

from datetime import date
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from app.schemas.base import Money, OpaqueId, Page, Read
from app.schemas.reimbursements import (
    LINE_EXAMPLE,
    SUMS_EXAMPLE,
    CareSumsRead,
    ReimbursementLineRead,
)
from app.values.statements import Payee, StatementSource

_LINE_SUMS = {
    **SUMS_EXAMPLE,
    "actual_cost": "30.00",
    "statutory": "19.00",
    "complementary": "9.00",
    "left_to_pay": "2.00",
    "acts": 1,
}
STATEMENT_EXAMPLE: dict[str, Any] = {
    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4c",
    "number": "S-2026-000123",
    "issued_on": "2026-02-09",
    "source": "noemie",
    "totals": _LINE_SUMS,
    "lines": 1,
}


class _StatementHead(Read):
    id: OpaqueId
    """The statement's id; stays when the administrator sends it again."""
    number: str
    """The administrator's own reference of the statement: what to quote when asking about it."""
    issued_on: date
    """Day of the statement."""
    source: StatementSource
    totals: CareSumsRead
    """Sums over the lines that the reader may see."""


class StatementSummary(_StatementHead):
    """A statement in a list."""

    model_config = ConfigDict(json_schema_extra={"examples": [STATEMENT_EXAMPLE]})

    lines: Annotated[int, Field(ge=1)]
    """How many lines the reader may see."""


class StatementPage(Page[StatementSummary]):
    """Statements, newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [STATEMENT_EXAMPLE], "next_cursor": None}]}
    )


class StatementPaymentRead(Read):
    """What this insurer paid at once, to one payee."""

    payee: Payee
    paid_on: date | None
    """Day the payment left; null while it has not, or when the statement does not say."""
    reference: str | None
    """What names the payment on the payee's bank statement; null when the statement has none."""
    amount: Money
    """Euros this insurer paid: the sum of the lines' `complementary`."""


class StatementRead(_StatementHead):
    """One statement with the lines that the reader may see."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **STATEMENT_EXAMPLE,
                    "member_number": "A1234567890BC",
                    "payments": [
                        {
                            "payee": "member",
                            "paid_on": "2026-02-10",
                            "reference": "VIR-2026-000123",
                            "amount": "9.00",
                        }
                    ],
                    "lines": [LINE_EXAMPLE],
                }
            ]
        }
    )

    member_number: str
    """The member's number with the insurer (*numéro d'adhérent*)."""
    payments: list[StatementPaymentRead]
    """What was paid on these lines, one entry for each payment, the first line's first."""
    lines: list[ReimbursementLineRead]
    """The lines, in the order of the statement."""
