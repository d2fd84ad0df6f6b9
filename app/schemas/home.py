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
    """Name to show, in the reader's language."""
    href: str
    """Path to read with GET when the section opens."""
    operation_id: str
    """The operation behind `href`, as this document names it."""


class HomeBadgeRead(Read):
    """Something new or waiting. Codes are added over time: show the ones you know."""

    code: str
    """`recent_payments`: lines paid in the last 30 days; `unread_messages`: threads with an answer
    not read; `awaiting_documents`: requests that wait for documents of the member."""
    section: str
    """Code of the section that shows it."""
    count: Annotated[int, Field(ge=1)]
    """How many there are; a badge with nothing to count is left out."""


class ReimbursementFocusRead(Read):
    """Twelve rolling months of everyone whose totals the reader may see, and the latest lines."""

    period: PeriodRead
    totals: CareSumsRead
    latest: Annotated[list[ReimbursementLineRead], Field(max_length=3)]
    """The lines of the newest care, three at most, of everyone whose lines the reader may see."""


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
    """The main sections, in the order to show them."""
    badges: list[HomeBadgeRead]
    """What is new or waiting; empty when nothing is."""
    reimbursements: ReimbursementFocusRead
