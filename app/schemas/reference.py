"""Reference lists: codes that never change, labels in the reader's language."""

from pydantic import ConfigDict

from app.schemas.base import Page, Read
from app.values.care_categories import CareCategory


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
