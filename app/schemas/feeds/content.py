"""Content as partners send it: French and English side by side, texts and never markup."""

from datetime import time
from typing import Annotated, Any

from pydantic import ConfigDict, Field, HttpUrl, StrictBool, StrictInt, StringConstraints

from app.schemas.base import CLEAN, Body, Line, Reference
from app.schemas.dates import IsoDate
from app.values.content import ServiceHeading

Paragraph = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000), CLEAN
]
Paragraphs = Annotated[list[Paragraph], Field(min_length=1, max_length=50)]
OperationName = Annotated[str, StringConstraints(max_length=60), CLEAN]
Phone = Annotated[str, StringConstraints(pattern=r"^[0-9+][0-9 ]{3,19}$")]
SERVICE_EXAMPLE: dict[str, Any] = {
    "heading": "prevention",
    "title_fr": "Bilan de prévention",
    "title_en": "Prevention check-up",
    "summary_fr": "Un point sur votre santé avec un professionnel.",
    "summary_en": "A check on your health with a professional.",
    "paragraphs_fr": ["Une fois par an, sans avance de frais."],
    "paragraphs_en": ["Once a year, without advancing costs."],
    "position": 1,
}
ARTICLE_EXAMPLE: dict[str, Any] = {
    "title_fr": "Bien dormir en horaires décalés",
    "title_en": "Sleeping well with shifted hours",
    "summary_fr": "Cinq habitudes qui aident.",
    "summary_en": "Five habits that help.",
    "paragraphs_fr": ["Gardez des heures fixes, même les jours de repos."],
    "paragraphs_en": ["Keep fixed hours, even on days off."],
    "published_on": "2026-02-01",
    "position": 1,
}
HELP_EXAMPLE: dict[str, Any] = {
    "label_fr": "Votre centre de gestion",
    "label_en": "Your service centre",
    "phone": "01 44 20 97 80",
    "cost_fr": "Appel non surtaxé",
    "cost_en": "Not surcharged",
    "hours": [{"days": [1, 2, 3, 4, 5], "opens": "08:30", "closes": "18:00"}],
    "position": 1,
}
LEGAL_EXAMPLE: dict[str, Any] = {
    "title_fr": "Réclamations",
    "title_en": "Complaints",
    "paragraphs_fr": ["Nous accusons réception sous dix jours ouvrés."],
    "paragraphs_en": ["We acknowledge within ten working days."],
    "position": 1,
}
LINK_EXAMPLE: dict[str, Any] = {
    "label_fr": "Espace employeur",
    "label_en": "Employer space",
    "url": "https://employeurs.example.org/",
    "position": 1,
}
KNOWLEDGE_EXAMPLE: dict[str, Any] = {
    "topic": "card",
    "topic_label_fr": "Carte de tiers payant",
    "topic_label_en": "Third-party-payment card",
    "title_fr": "Obtenir ma carte",
    "title_en": "Getting my card",
    "answer_fr": "Votre carte se télécharge à tout moment.",
    "answer_en": "Your card can be downloaded at any time.",
    "questions_fr": ["où est ma carte", "télécharger ma carte mutuelle"],
    "questions_en": ["where is my card"],
    "operation_id": "getCardDocument",
    "position": 1,
}


class Published(Body):
    """What every text has."""

    position: Annotated[StrictInt, Field(ge=0, le=10_000)] = 0
    """Order among its kind, smallest first."""
    published: StrictBool = True
    """False withdraws the text; it can be published again."""


class Titled(Published):
    """A text with a title and paragraphs."""

    title_fr: Line
    """Title in French."""
    title_en: Line
    """Title in English."""
    paragraphs_fr: Paragraphs
    """The text in French, by paragraph, without markup."""
    paragraphs_en: Paragraphs
    """The text in English, by paragraph, without markup."""


class Summarised(Titled):
    """The same with a summary for the list."""

    summary_fr: Line
    """One sentence in French."""
    summary_en: Line
    """One sentence in English."""


class ServiceFeed(Summarised):
    """A service under one of the four headings of “My services”."""

    model_config = ConfigDict(json_schema_extra={"examples": [SERVICE_EXAMPLE]})

    heading: ServiceHeading
    phone: Phone | None = None
    """Number to call; null or left out when there is none."""


class ArticleFeed(Summarised):
    """An article of medical information."""

    model_config = ConfigDict(json_schema_extra={"examples": [ARTICLE_EXAMPLE]})

    published_on: IsoDate
    """Day it is dated."""


class HoursFeed(Body):
    """Hours of some days of the week, in Europe/Paris; public holidays are closed."""

    days: Annotated[
        list[Annotated[StrictInt, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)
    ]
    """Days of the week, 1 is Monday."""
    opens: time
    """First moment somebody answers."""
    closes: time
    """First moment nobody answers any more."""


class HelpFeed(Published):
    """A phone line."""

    model_config = ConfigDict(json_schema_extra={"examples": [HELP_EXAMPLE]})

    label_fr: Line
    """Who answers, in French."""
    label_en: Line
    """Who answers, in English."""
    phone: Phone
    """Number as people read it."""
    cost_fr: Line
    """What a call costs, in French."""
    cost_en: Line
    """What a call costs, in English."""
    hours: Annotated[list[HoursFeed], Field(min_length=1, max_length=14)]
    """When it answers."""


class LegalFeed(Titled):
    """A section of the legal notice."""

    model_config = ConfigDict(json_schema_extra={"examples": [LEGAL_EXAMPLE]})


class LinkFeed(Published):
    """A link out of the member space."""

    model_config = ConfigDict(json_schema_extra={"examples": [LINK_EXAMPLE]})

    label_fr: Line
    """Name in French."""
    label_en: Line
    """Name in English."""
    url: HttpUrl
    """Where it leads."""


class KnowledgeFeed(Published):
    """An entry of the assistant's knowledge: what it answers, and how people ask for it."""

    model_config = ConfigDict(json_schema_extra={"examples": [KNOWLEDGE_EXAMPLE]})

    topic: Reference
    """Code of the topic it belongs to."""
    topic_label_fr: Line
    """The topic's name in French."""
    topic_label_en: Line
    """The topic's name in English."""
    title_fr: Line
    """What it is about, in French."""
    title_en: Line
    """What it is about, in English."""
    answer_fr: Paragraph
    """The answer in French."""
    answer_en: Paragraph
    """The answer in English."""
    questions_fr: Annotated[list[Line], Field(min_length=1, max_length=30)]
    """Ways of asking in French, as people say it."""
    questions_en: Annotated[tuple[Line, ...], Field(max_length=30)] = ()
    """Ways of asking in English."""
    operation_id: OperationName | None = None
    """The operation that does it; null or left out when there is none."""


class ContentLine(Body):
    """What a line of an import adds."""

    ref: Reference
    """The slug: what the address of the PUT bears, and members' addresses."""


class ServiceImportLine(ServiceFeed, ContentLine):
    """A line of an import of services."""


class ArticleImportLine(ArticleFeed, ContentLine):
    """A line of an import of articles."""


class HelpImportLine(HelpFeed, ContentLine):
    """A line of an import of phone lines."""


class LegalImportLine(LegalFeed, ContentLine):
    """A line of an import of sections of the legal notice."""


class LinkImportLine(LinkFeed, ContentLine):
    """A line of an import of links."""


class KnowledgeImportLine(KnowledgeFeed, ContentLine):
    """A line of an import of the assistant's knowledge."""
