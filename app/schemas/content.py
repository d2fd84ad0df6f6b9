"""What a portfolio publishes, as members read it, in one language."""

from datetime import date, datetime
from typing import Any

from pydantic import ConfigDict

from app.schemas.base import Page, Read
from app.values.content import ServiceHeading

SERVICE_EXAMPLE: dict[str, Any] = {
    "slug": "bilan-prevention",
    "heading": "prevention",
    "heading_label": "La prévention clé en main",
    "title": "Bilan de prévention",
    "summary": "Un point sur votre santé avec un professionnel.",
}
ARTICLE_EXAMPLE: dict[str, Any] = {
    "slug": "bien-dormir",
    "title": "Bien dormir en horaires décalés",
    "summary": "Cinq habitudes qui aident.",
    "published_on": "2026-02-01",
}
TEXT_EXAMPLE: list[Any] = ["Gardez des heures fixes, même les jours de repos."]
LINE_EXAMPLE: dict[str, Any] = {
    "label": "Votre centre de gestion",
    "phone": "01 44 20 97 80",
    "cost": "Appel non surtaxé",
    "hours": [{"days": [1, 2, 3, 4, 5], "opens": "08:30", "closes": "18:00"}],
    "open_now": True,
    "next_opening": "2026-03-16T07:30:00Z",
}


class ServiceSummary(Read):
    """A service in the list."""

    slug: str
    """Its address."""
    heading: ServiceHeading
    heading_label: str
    """The heading it stands under, in the reader's language."""
    title: str
    """Title."""
    summary: str
    """One sentence."""


class ServiceRead(ServiceSummary):
    """A service."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{**SERVICE_EXAMPLE, "paragraphs": TEXT_EXAMPLE, "phone": None}]
        }
    )

    paragraphs: list[str]
    """The text, by paragraph, without markup."""
    phone: str | None
    """Number to call; null when there is none."""


class ServicePage(Page[ServiceSummary]):
    """The services, by heading."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [SERVICE_EXAMPLE], "next_cursor": None}]}
    )


class ArticleSummary(Read):
    """An article in the list."""

    slug: str
    """Its address."""
    title: str
    """Title."""
    summary: str
    """One sentence."""
    published_on: date
    """Day it is dated."""


class ArticleRead(ArticleSummary):
    """An article."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**ARTICLE_EXAMPLE, "paragraphs": TEXT_EXAMPLE}]}
    )

    paragraphs: list[str]
    """The text, by paragraph, without markup."""


class ArticlePage(Page[ArticleSummary]):
    """The articles, the latest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [ARTICLE_EXAMPLE], "next_cursor": None}]}
    )


class HoursRead(Read):
    """Hours of some days of the week, in Europe/Paris."""

    days: list[int]
    """Days of the week, 1 is Monday."""
    opens: str
    """First moment somebody answers, `HH:MM`."""
    closes: str
    """First moment nobody answers any more, `HH:MM`."""


class HelpLineRead(Read):
    """A phone line."""

    label: str
    """Who answers."""
    phone: str
    """Number as people read it."""
    cost: str
    """What a call costs."""
    hours: list[HoursRead]
    """When it answers; closed on French public holidays."""
    open_now: bool
    """Whether somebody answers now."""
    next_opening: datetime | None
    """The next moment it opens; null without any hours."""


class LinkRead(Read):
    """A link out of the member space."""

    slug: str
    """Stable: clients know `employer-space`, `first-connection-video`, `public-site`."""
    label: str
    """Name to show."""
    url: str
    """Where it leads."""


class HelpRead(Read):
    """Whom to call, and where else to look."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "lines": [LINE_EXAMPLE],
                    "links": [
                        {
                            "slug": "employer-space",
                            "label": "Espace employeur",
                            "url": "https://employeurs.example.org/",
                        }
                    ],
                }
            ]
        }
    )

    lines: list[HelpLineRead]
    """Phone lines, the first to be tried first."""
    links: list[LinkRead]
    """Links out of the member space."""


class LegalSectionRead(Read):
    """A section of the legal notice."""

    slug: str
    """Its anchor."""
    title: str
    """Title."""
    paragraphs: list[str]
    """The text, by paragraph, without markup."""


class LegalRead(Read):
    """The legal notice, complaints included."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "sections": [
                        {
                            "slug": "reclamations",
                            "title": "Réclamations",
                            "paragraphs": ["Nous accusons réception sous dix jours ouvrés."],
                        }
                    ]
                }
            ]
        }
    )

    sections: list[LegalSectionRead]
    """In the order to show them."""
