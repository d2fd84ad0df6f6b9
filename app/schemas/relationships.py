"""Who may be added to a family, as the reference list tells it."""

from typing import Any

from pydantic import MISSING, ConfigDict

from app.schemas.base import Page, Read
from app.values.additions import ChildSituation
from app.values.relationships import Relationship

RELATIONSHIP_EXAMPLE: dict[str, Any] = {
    "code": "child",
    "label": "Enfant",
    "cases": [
        {
            "situations": [],
            "from_age": 0,
            "under_age": 18,
            "retroactive_months": 6,
            "documents": [
                {"code": "birth_certificate", "label": "Livret de famille ou acte de naissance"}
            ],
        }
    ],
}


class SituationRead(Read):
    """Something that keeps a child of 18 or over covered."""

    code: ChildSituation
    label: str
    """Name to show, in the reader's language."""


class DueDocumentRead(Read):
    """A document that will be asked for."""

    code: str
    """What the document is, for programs."""
    label: str
    """What to send, in the reader's language."""


class AdditionCaseRead(Read):
    """Some of those who may be added."""

    situations: list[SituationRead]
    """Any of these is needed; empty when none is asked for."""
    from_age: int
    """Age in years on the first day of cover, at least."""
    under_age: int | None
    """The age from which the case no longer fits; null for none."""
    retroactive_months: int | None
    """How old a birth or a union may be for cover to begin with it; null: never in the past."""
    documents: list[DueDocumentRead]
    """What is asked for with the request."""


class RelationshipRead(Read):
    """A relationship to the member, and who of it may be added."""

    code: Relationship
    """What people of a family, and requests to add one, bear."""
    label: str
    """What such a person is called, in the reader's language."""
    cases: list[AdditionCaseRead] | MISSING = MISSING
    """The first that fits counts; left out for the member, and where nobody is added."""


class RelationshipPage(Page[RelationshipRead]):
    """Every relationship; always one page."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [RELATIONSHIP_EXAMPLE], "next_cursor": None}]}
    )
