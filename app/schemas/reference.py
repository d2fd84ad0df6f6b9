"""Reference lists: codes that never change, labels in the reader's language."""

from typing import Any

from pydantic import ConfigDict

from app.schemas.base import Money, Page, Read
from app.values.care_categories import CareCategory
from app.values.tariffs import ActUnit

ACT_EXAMPLE: dict[str, Any] = {
    "code": "general_practitioner",
    "label": "Consultation médecin généraliste",
    "category": "consultation",
    "unit": "act",
    "base": "30.00",
    "price": "30.00",
}


class CareCategoryRead(Read):
    """A type of care."""

    code: CareCategory
    """What the lines of reimbursements and the `category` filter bear."""
    label: str
    """Name to show, in the reader's language."""


class CareCategoryPage(Page[CareCategoryRead]):
    """Every type of care, in the order members read them; always one page."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [{"code": "consultation", "label": "Consultations et visites"}],
                    "next_cursor": None,
                }
            ]
        }
    )


class ActRead(Read):
    """An act that can be simulated today."""

    code: str
    """What a simulation names."""
    label: str
    """Name to show, in the reader's language."""
    category: CareCategory
    unit: ActUnit
    base: Money | None
    """Base of reimbursement (BR) of one unit in euros; null when the price is the base, or when
    statutory insurance does not know the act."""
    price: Money | None
    """Usual or regulated price of one unit in euros; null when there is none."""


class ActPage(Page[ActRead]):
    """Every act that can be simulated, in the order members read them; always one page."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [ACT_EXAMPLE], "next_cursor": None}]}
    )
