"""Statements (*décomptes*) as members read them."""

from datetime import date
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from app.schemas.base import OpaqueId, Page, Read
from app.schemas.reimbursements import (
    LINE_EXAMPLE,
    SUMS_EXAMPLE,
    CareSumsRead,
    LineBeneficiaryRead,
    ReimbursementLineRead,
)
from app.values.statements import StatementSource

STATEMENT_EXAMPLE: dict[str, Any] = {
    "id": LINE_EXAMPLE["statement_id"],
    "issued_on": "2026-02-10",
    "source": "noemie",
    "beneficiaries": [LINE_EXAMPLE["beneficiary"]],
    "lines": 1,
    "totals": {
        **SUMS_EXAMPLE,
        "actual_cost": "30.00",
        "statutory": "19.00",
        "complementary": "9.00",
        "left_to_pay": "2.00",
        "acts": 1,
    },
}
STATEMENT_READ_EXAMPLE = {
    name: value for name, value in STATEMENT_EXAMPLE.items() if name != "beneficiaries"
}


class StatementSummary(Read):
    """A statement in the list: its sums are those of the lines the reader may see."""

    id: OpaqueId
    """The statement's id."""
    issued_on: date
    """Day it was issued."""
    source: StatementSource
    beneficiaries: list[LineBeneficiaryRead]
    """Whose care it is about, of those whose lines the reader may see."""
    lines: Annotated[int, Field(ge=1)]
    """How many lines it has for this reader."""
    totals: CareSumsRead


class StatementPage(Page[StatementSummary]):
    """A page of statements, newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [STATEMENT_EXAMPLE], "next_cursor": None}]}
    )


class StatementRead(Read):
    """A statement with its lines."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**STATEMENT_READ_EXAMPLE, "lines": [LINE_EXAMPLE]}]}
    )

    id: OpaqueId
    """The statement's id."""
    issued_on: date
    """Day it was issued."""
    source: StatementSource
    totals: CareSumsRead
    """Sums of the lines below."""
    lines: list[ReimbursementLineRead]
    """In the statement's own order; without those of people who keep theirs to themselves."""
