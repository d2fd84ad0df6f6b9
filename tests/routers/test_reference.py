"""Reference lists."""

import httpx
import pytest

from app.container import Container
from app.schemas.reference import ActPage, CareCategoryPage
from app.schemas.relationships import RelationshipPage
from app.values.care_categories import CareCategory
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.benefits import TARIFFS, apply_rules
from tests.factories.feeds import apply_feed, make_portfolio
from tests.queries import count_queries

CATEGORIES, ACTS = "/v1/reference/care-categories", "/v1/reference/acts"
RELATIONSHIPS = "/v1/reference/relationships"


class TestListCareCategories:
    async def test_anybody_reads_them_in_the_order_of_the_house(
        self, client: httpx.AsyncClient
    ) -> None:
        response = await client.get(CATEGORIES)
        body = response.json()
        assert [item["code"] for item in body["items"]] == list(CareCategory)
        assert body["items"][0] == {"code": "consultation", "label": "Consultations et visites"}
        assert body["next_cursor"] is None
        assert_declared(response.content, CareCategoryPage)

    async def test_caches_keep_one_copy_per_language(self, client: httpx.AsyncClient) -> None:
        french = await client.get(CATEGORIES)
        english = await client.get(CATEGORIES, headers={"Accept-Language": "en-GB"})
        assert french.headers["cache-control"] == "public, max-age=3600"
        assert french.headers["vary"] == "Accept-Language, Origin"
        assert english.headers["content-language"] == "en"
        assert english.json()["items"][0]["label"] == "Consultations and visits"
        assert french.headers["etag"] != english.headers["etag"]

    async def test_a_copy_still_good_is_not_sent_again(self, client: httpx.AsyncClient) -> None:
        etag = (await client.get(CATEGORIES)).headers["etag"]
        again = await client.get(CATEGORIES, headers={"If-None-Match": etag})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
        assert again.headers["cache-control"] == "public, max-age=3600"


@pytest.fixture
async def acts(container: Container, clock: AdjustableClock) -> None:
    """The tariffs of the portfolio on 14 March 2026."""
    clock.set_to("2026-03-14 12:00")
    await make_portfolio(container)
    await apply_rules(container)


@pytest.mark.usefixtures("acts")
class TestListActs:
    async def test_anybody_reads_todays_in_the_order_of_the_tariffs(
        self, client: httpx.AsyncClient
    ) -> None:
        response = await client.get(ACTS)
        assert_declared(response.content, ActPage)
        items = response.json()["items"]
        assert items[0] == {
            "code": "gp",
            "label": "Tarif gp",
            "category": "consultation",
            "unit": "act",
            "base": "30.00",
            "price": "30.00",
        }
        codes = {body["code"] for body in TARIFFS.values() if body["kind"] == "act"}
        assert {item["code"] for item in items} == codes
        assert len(items) == len(codes)

    async def test_they_are_those_of_the_day_and_of_the_portfolio(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        over = {**TARIFFS["uncovered"], "ends_on": "2026-02-28"}
        await apply_feed(container, "tariffs", "uncovered", over)
        to_come = {**TARIFFS["implant"], "code": "laser", "starts_on": "2026-03-15"}
        await apply_feed(container, "tariffs", "laser", to_come)
        codes = {item["code"] for item in (await client.get(ACTS)).json()["items"]}
        assert "implant" in codes
        assert not {"massage", "laser"} & codes
        clock.set_to("2026-03-15 00:30")
        later = {item["code"] for item in (await client.get(ACTS)).json()["items"]}
        assert "laser" in later
        await make_portfolio(container, "other", "other.test")
        assert (await client.get(f"http://other.test{ACTS}")).json()["items"] == []

    async def test_caches_keep_one_copy_per_language(self, client: httpx.AsyncClient) -> None:
        french = await client.get(ACTS)
        english = await client.get(ACTS, headers={"Accept-Language": "en"})
        assert english.json()["items"][0]["label"] == "Tariff gp"
        assert french.headers["cache-control"] == "public, max-age=3600"
        known = {"If-None-Match": french.headers["etag"]}
        assert (await client.get(ACTS, headers=known)).status_code == 304

    async def test_it_asks_one_question(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        await client.get(ACTS)
        with count_queries(container) as queries:
            await client.get(ACTS)
        assert len(queries) <= 1


class TestListRelationships:
    async def test_it_tells_who_may_be_added_and_what_is_asked(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        await make_portfolio(container)
        response = await client.get(RELATIONSHIPS)
        assert_declared(response.content, RelationshipPage)
        items = {item["code"]: item for item in response.json()["items"]}
        assert items["self"] == {"code": "self", "label": "Assuré"}
        minor, student, *_ = items["child"]["cases"]
        assert (minor["from_age"], minor["under_age"], minor["retroactive_months"]) == (0, 18, 6)
        assert student == {
            "situations": [{"code": "student", "label": "Étudiant"}],
            "from_age": 18,
            "under_age": None,
            "retroactive_months": None,
            "documents": [
                {
                    "code": "statutory_rights_certificate",
                    "label": "Attestation de droits de l’Assurance maladie",
                },
                {"code": "birth_certificate", "label": "Livret de famille ou acte de naissance"},
                {"code": "school_certificate", "label": "Certificat de scolarité"},
            ],
        }

    async def test_it_is_kept_by_caches_in_each_language(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        await make_portfolio(container)
        response = await client.get(RELATIONSHIPS, headers={"Accept-Language": "en"})
        assert response.headers["cache-control"] == "public, max-age=3600"
        assert response.json()["items"][-1]["label"] == "Child"
        known = {"If-None-Match": response.headers["etag"], "Accept-Language": "en"}
        assert (await client.get(RELATIONSHIPS, headers=known)).status_code == 304

    async def test_where_nobody_may_be_added_it_says_no_more_than_names(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        await make_portfolio(container, additions=[])
        items = (await client.get(RELATIONSHIPS)).json()["items"]
        assert [set(item) for item in items] == [{"code", "label"}] * 5
