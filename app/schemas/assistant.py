"""Questions to the assistant, and what it answers."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import MISSING, ConfigDict, Field, StringConstraints

from app.schemas.base import Body, Page, Read, Storable

LINK_EXAMPLE = {"operation_id": "getCardDocument"}
ANSWER_EXAMPLE: dict[str, Any] = {
    "slug": "carte-obtenir",
    "topic": "card",
    "title": "Obtenir ma carte",
    "text": "Votre carte se télécharge à tout moment depuis la rubrique « Ma carte ».",
    "operation_id": "getCardDocument",
}


class Confidence(StrEnum):
    """How sure the assistant is; at `none` it declines and hands over."""

    HIGH = "high"
    MEDIUM = "medium"
    NONE = "none"


class QuestionCreate(Body):
    """A question in everyday words. It is answered and forgotten: never stored, never logged."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"question": "ou est ma carte"}]})

    question: Annotated[str, StringConstraints(min_length=1, max_length=500), Storable]
    """1 to 500 characters; the language is that of `Accept-Language`."""


class KnowledgeRead(Read):
    """A published answer."""

    slug: str
    """Its address in the knowledge."""
    topic: str
    """Code of its topic, as `GET /v1/assistant/topics` lists it."""
    title: str
    """What it is about."""
    text: str
    """The answer, as the portfolio publishes it."""
    operation_id: str | None
    """The operation that does it, as this document names it; null when there is none."""


class SuggestionRead(Read):
    """Another entry that may be meant."""

    slug: str
    """Its address in the knowledge."""
    title: str
    """What it is about: ask it to read the answer."""


class HandOverRead(Read):
    """Where to turn when the assistant does not know."""

    text: str
    """What to tell the reader, in their language."""
    phone: str
    """The portfolio's phone line."""


class AssistantAnswerRead(Read):
    """What the assistant says."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "confidence": "high",
                    "answer": ANSWER_EXAMPLE,
                    "suggestions": [{"slug": "carte-perdue", "title": "Carte perdue ou volée"}],
                }
            ]
        }
    )

    confidence: Confidence
    answer: KnowledgeRead | MISSING = MISSING
    """Left out when the assistant declines."""
    suggestions: Annotated[list[SuggestionRead], Field(max_length=2)]
    """Other entries that may be meant, the likelier first."""
    hand_over: HandOverRead | MISSING = MISSING
    """There whenever the assistant is not sure."""


class TopicRead(Read):
    """A topic, and what can be asked about it."""

    code: str
    """Stable."""
    label: str
    """Name to show, in the reader's language."""
    entries: list[SuggestionRead]
    """What can be asked, in the order of the portfolio."""


class TopicPage(Page[TopicRead]):
    """The topics of the assistant."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {
                            "code": "card",
                            "label": "Carte de tiers payant",
                            "entries": [{"slug": "carte-obtenir", "title": "Obtenir ma carte"}],
                        }
                    ],
                    "next_cursor": None,
                }
            ]
        }
    )
