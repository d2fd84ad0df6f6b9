"""Reference lists."""

import httpx

from app.schemas.reference import CareCategoryPage
from app.values.care_categories import CareCategory
from tests.declared import assert_declared

CATEGORIES = "/v1/reference/care-categories"


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
