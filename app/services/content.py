"""What a portfolio publishes, in the reader's language; answers are ready to be written out."""

from collections.abc import Mapping
from datetime import UTC, time
from typing import Any

from app.errors.content import ContentNotFound
from app.gateways.clock import Clock
from app.repositories.content import ContentReader
from app.schemas.base import REFERENCE
from app.services.portfolios import CurrentPortfolio
from app.values.content import HEADINGS, ContentKind, ServiceHeading
from app.values.labels import ENGLISH
from app.values.opening_hours import OpeningHours, is_open, next_opening

Answer = dict[str, Any]
MOMENT = "%Y-%m-%dT%H:%M:%SZ"
ORDER = {heading.value: place for place, heading in enumerate(ServiceHeading)}


class ContentService:
    """Reads the texts of one portfolio."""

    def __init__(self, content: ContentReader, portfolio: CurrentPortfolio, clock: Clock) -> None:
        self._content = content
        self._portfolio = portfolio
        self._clock = clock

    async def list_services(self, language: str) -> Answer:
        """The services by heading, in the order of the headings."""
        items = [
            _service(ref, document, language)
            for ref, document in await self._published(ContentKind.SERVICES)
        ]
        return _page(sorted(items, key=lambda item: ORDER[item["heading"]]))

    async def read_service(self, slug: str, language: str) -> Answer:
        """One service.

        Raises:
            ContentNotFound: none is published at this slug.
        """
        document = await self._one(ContentKind.SERVICES, slug)
        return {
            **_service(slug, document, language),
            "paragraphs": document[_name("paragraphs", language)],
            "phone": document["phone"],
        }

    async def list_articles(self, language: str) -> Answer:
        """The articles, the latest first."""
        items = [
            _article(ref, document, language)
            for ref, document in await self._published(ContentKind.ARTICLES)
        ]
        return _page(sorted(items, key=lambda item: str(item["published_on"]), reverse=True))

    async def read_article(self, slug: str, language: str) -> Answer:
        """One article.

        Raises:
            ContentNotFound: none is published at this slug.
        """
        document = await self._one(ContentKind.ARTICLES, slug)
        paragraphs = document[_name("paragraphs", language)]
        return {**_article(slug, document, language), "paragraphs": paragraphs}

    async def read_help(self, language: str) -> Answer:
        """Phone lines, each with whether it answers now, and the links."""
        lines = [
            self._line(document, language)
            for _, document in await self._published(ContentKind.HELP)
        ]
        links = [
            {"slug": ref, "label": document[_name("label", language)], "url": document["url"]}
            for ref, document in await self._published(ContentKind.LINKS)
        ]
        return {"lines": lines, "links": links}

    async def read_legal(self, language: str) -> Answer:
        """The legal notice."""
        sections = [
            {
                "slug": ref,
                "title": document[_name("title", language)],
                "paragraphs": document[_name("paragraphs", language)],
            }
            for ref, document in await self._published(ContentKind.LEGAL)
        ]
        return {"sections": sections}

    async def _published(self, kind: ContentKind) -> list[tuple[str, Mapping[str, Any]]]:
        rows = await self._content.list_items(self._portfolio.id, kind)
        return [(row.ref, row.document) for row in rows]

    async def _one(self, kind: ContentKind, slug: str) -> Mapping[str, Any]:
        if not REFERENCE.fullmatch(slug):
            raise ContentNotFound
        row = await self._content.find(self._portfolio.id, kind, slug)
        if row is None:
            raise ContentNotFound
        document: Mapping[str, Any] = row.document
        return document

    def _line(self, document: Mapping[str, Any], language: str) -> Answer:
        hours = [
            OpeningHours(
                one["days"], time.fromisoformat(one["opens"]), time.fromisoformat(one["closes"])
            )
            for one in document["hours"]
        ]
        now = self._clock.now()
        opening = next_opening(hours, now)
        return {
            "label": document[_name("label", language)],
            "phone": document["phone"],
            "cost": document[_name("cost", language)],
            "hours": [
                {"days": one.days, "opens": f"{one.opens:%H:%M}", "closes": f"{one.closes:%H:%M}"}
                for one in hours
            ],
            "open_now": is_open(hours, now),
            "next_opening": f"{opening.astimezone(UTC):{MOMENT}}" if opening else None,
        }


def _name(field: str, language: str) -> str:
    return f"{field}_{'en' if language == ENGLISH else 'fr'}"


def _page(items: list[Answer]) -> Answer:
    return {"items": items, "next_cursor": None}


def _service(slug: str, document: Mapping[str, Any], language: str) -> Answer:
    heading = ServiceHeading(document["heading"])
    return {
        "slug": slug,
        "heading": heading.value,
        "heading_label": HEADINGS[heading].in_language(language),
        "title": document[_name("title", language)],
        "summary": document[_name("summary", language)],
    }


def _article(slug: str, document: Mapping[str, Any], language: str) -> Answer:
    return {
        "slug": slug,
        "title": document[_name("title", language)],
        "summary": document[_name("summary", language)],
        "published_on": document["published_on"],
    }
