"""Services, articles, help, legal notice: public, in two languages, by portfolio."""

import httpx
import pytest

from app.container import Container
from app.schemas.content import (
    ArticlePage,
    ArticleRead,
    HelpRead,
    LegalRead,
    ServicePage,
    ServiceRead,
)
from app.values.content import ContentKind, ServiceHeading
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.content import demo_texts, publish, publish_demo
from tests.queries import count_queries

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
async def _texts(container: Container) -> None:
    await publish_demo(
        container,
        ContentKind.SERVICES,
        ContentKind.ARTICLES,
        ContentKind.HELP,
        ContentKind.LEGAL,
        ContentKind.LINKS,
    )


class TestServices:
    async def test_the_four_headings_in_their_order(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        with count_queries(container) as queries:
            response = await client.get("/v1/services")
        assert_declared(response.content, ServicePage)
        headings = list(dict.fromkeys(one["heading"] for one in response.json()["items"]))
        assert headings == [heading.value for heading in ServiceHeading]
        assert response.headers["cache-control"] == "public, max-age=3600"
        assert len(queries) <= 2

    async def test_one_in_english(self, client: httpx.AsyncClient) -> None:
        response = await client.get("/v1/services/teleconsultation", headers=ENGLISH)
        assert_declared(response.content, ServiceRead)
        body = response.json()
        assert (body["title"], body["phone"]) == ("Remote consultation", "01 99 00 10 01")
        assert body["heading_label"] == "Professionals at your disposal"

    @pytest.mark.parametrize("path", ["/v1/services/none", "/v1/articles/%00", "/v1/articles/a%25"])
    async def test_what_is_not_published_is_not_there(
        self, client: httpx.AsyncClient, path: str
    ) -> None:
        response = await client.get(path)
        assert response.status_code == 404

    async def test_what_is_withdrawn_is_not_there_either(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        text = demo_texts(ContentKind.SERVICES)["teleconsultation"]
        await publish(
            container, ContentKind.SERVICES, "teleconsultation", {**text, "published": False}
        )
        gone = await client.get("/v1/services/teleconsultation")
        assert (gone.status_code, gone.json()["code"]) == (404, "content_not_found")
        slugs = {one["slug"] for one in (await client.get("/v1/services")).json()["items"]}
        assert "teleconsultation" not in slugs


class TestArticles:
    async def test_the_latest_comes_first(self, client: httpx.AsyncClient) -> None:
        response = await client.get("/v1/articles")
        assert_declared(response.content, ArticlePage)
        days = [one["published_on"] for one in response.json()["items"]]
        assert days == sorted(days, reverse=True)

    async def test_one_is_not_sent_twice(self, client: httpx.AsyncClient) -> None:
        path = "/v1/articles/brulures-en-cuisine"
        response = await client.get(path)
        assert_declared(response.content, ArticleRead)
        etag = response.headers["etag"]
        again = await client.get(path, headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")


class TestHelp:
    async def test_it_says_whether_somebody_answers(
        self, client: httpx.AsyncClient, clock: AdjustableClock
    ) -> None:
        clock.set_to("2026-03-13 17:30")
        response = await client.get("/v1/help")
        assert_declared(response.content, HelpRead)
        body = response.json()
        assert body["lines"] == [
            {
                "label": "Votre centre de gestion",
                "phone": "01 44 20 97 80",
                "cost": "Appel non surtaxé",
                "hours": [{"days": [1, 2, 3, 4, 5], "opens": "08:30", "closes": "18:00"}],
                "open_now": True,
                "next_opening": "2026-03-16T07:30:00Z",
            }
        ]
        assert [link["slug"] for link in body["links"]] == [
            "employer-space",
            "first-connection-video",
            "public-site",
        ]
        assert "max-age=3600" not in response.headers["cache-control"]
        clock.set_to("2026-03-13 18:00")
        assert (await client.get("/v1/help")).json()["lines"][0]["open_now"] is False


class TestLegal:
    async def test_complaints_have_their_clock(self, client: httpx.AsyncClient) -> None:
        response = await client.get("/v1/legal", headers=ENGLISH)
        assert_declared(response.content, LegalRead)
        sections = {one["slug"]: one["paragraphs"] for one in response.json()["sections"]}
        assert "ten working days" in sections["reclamations"][0]
        assert "two months" in sections["reclamations"][0]
