"""The first page: where one can go, what waits, and a focus on reimbursements."""

from typing import Annotated

from pydantic import ConfigDict, Field

from app.schemas.base import Read
from app.schemas.reimbursements import (
    LINE_EXAMPLE,
    PERIOD_EXAMPLE,
    SUMS_EXAMPLE,
    CareSumsRead,
    PeriodRead,
    ReimbursementLineRead,
)


class HomeSectionRead(Read):
    """A main section of the member space and the operation it opens with."""

    code: str
    """Stable; clients hang their icon and screen on it."""
    label: str
    href: str
    operation_id: str


class HomeBadgeRead(Read):
    """Something new or waiting. Codes are added over time: show the ones you know."""

    code: str
    section: str
    """Code of the section that shows it."""
    count: Annotated[int, Field(ge=1)]


class ReimbursementFocusRead(Read):
    """Twelve rolling months of everyone the reader may see, and their latest lines."""

    period: PeriodRead
    totals: CareSumsRead
    latest: Annotated[list[ReimbursementLineRead], Field(max_length=3)]


class HomeRead(Read):
    """The home page."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "sections": [
                        {
                            "code": "reimbursements",
                            "label": "Mes remboursements",
                            "href": "/v1/reimbursements/summary",
                            "operation_id": "getReimbursementSummary",
                        }
                    ],
                    "badges": [
                        {"code": "recent_payments", "section": "reimbursements", "count": 2}
                    ],
                    "reimbursements": {
                        "period": PERIOD_EXAMPLE,
                        "totals": SUMS_EXAMPLE,
                        "latest": [LINE_EXAMPLE],
                    },
                }
            ]
        }
    )

    sections: list[HomeSectionRead]
    badges: list[HomeBadgeRead]
    reimbursements: ReimbursementFocusRead
