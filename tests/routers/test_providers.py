"""`GET /v1/providers`, `/v1/providers/{provider_id}`, `/v1/providers/specialties`."""

from typing import Any

import httpx
import pytest

from app.container import Container
from app.schemas.providers import ProviderPage, ProviderRead, SpecialtyPage
from app.values.geography import Position, distance_m
from app.values.ids import new_id
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.accounts import make_active_account, sign_in
from tests.factories.places import load_communes
from tests.factories.providers import POSITIONS, add_provider, add_providers
from tests.queries import count_queries

PATH = "/v1/providers"
PONTARLIER = POSITIONS["Pontarlier"]
NEAR = [Position(PONTARLIER.lat + step / 100, PONTARLIER.lon) for step in range(6)]
"""A kilometre apart."""


@pytest.fixture
async def member(container: Container) -> dict[str, str]:
    await load_communes(container)
    return await sign_in(container, await make_active_account(container))


class Search:
    """Asks for dental surgeons unless told otherwise."""

    def __init__(self, client: httpx.AsyncClient, headers: dict[str, str]) -> None:
        self._client, self._headers = client, headers

    async def send(self, **query: Any) -> httpx.Response:
        params = {"specialty": "dental_surgeon"} | query
        return await self._client.get(PATH, params=params, headers=self._headers)

    async def page(self, **query: Any) -> dict[str, Any]:
        response = await self.send(**query)
        assert response.status_code == 200, response.text
        assert_declared(response.content, ProviderPage)
        found: dict[str, Any] = response.json()
        return found

    async def ids(self, **query: Any) -> list[str]:
        return [one["id"] for one in (await self.page(**query))["items"]]


@pytest.fixture
def search(client: httpx.AsyncClient, member: dict[str, str]) -> Search:
    return Search(client, member)


class TestListProviders:
    @pytest.mark.usefixtures("portfolio")
    async def test_a_stranger_is_refused(self, client: httpx.AsyncClient) -> None:
        response = await client.get(PATH, params={"specialty": "nurse", "postal_code": "25300"})
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    @pytest.mark.parametrize(
        ("query", "pointer"),
        [
            ({}, "/query/postal_code"),
            ({"specialty": "wizard", "postal_code": "25300"}, "/query/specialty"),
            ({"postal_code": "2530"}, "/query/postal_code"),
            ({"lat": 46.9}, "/query/lon"),
            ({"lon": 6.3}, "/query/lat"),
            ({"lat": 91, "lon": 0}, "/query/lat"),
            ({"lat": "nan", "lon": 0}, "/query/lat"),
            ({"postal_code": "25300", "radius_km": 201}, "/query/radius_km"),
        ],
    )
    async def test_what_cannot_be_looked_for_is_refused(
        self, search: Search, query: dict[str, Any], pointer: str
    ) -> None:
        response = await search.send(**query)
        assert (response.status_code, response.json()["code"]) == (422, "invalid_request")
        assert [one["pointer"] for one in response.json()["errors"]] == [pointer]

    async def test_an_unknown_place_has_those_written_nearly_so(self, search: Search) -> None:
        response = await search.send(city="Montpelier")
        assert (response.status_code, response.json()["code"]) == (404, "unknown_place")
        assert {"label": "Montpellier (34)", "postal_code": "34000", "city": "Montpellier"} in (
            response.json()["choices"]
        )

    async def test_an_ambiguous_place_lists_its_choices(self, search: Search) -> None:
        response = await search.send(city="Saint-Denis")
        assert (response.status_code, response.json()["code"]) == (409, "ambiguous_place")
        choice = response.json()["choices"][1]
        assert choice["label"] == "Saint-Denis (93)"
        page = await search.page(postal_code=choice["postal_code"], city=choice["city"])
        assert page["place"]["label"] == "Saint-Denis"

    async def test_the_nearest_comes_first_with_its_distance(
        self, search: Search, container: Container
    ) -> None:
        told: dict[str, Any] = {
            "structure_name": "Cabinet dentaire Exemple",
            "street": "3 Rue de la République",
            "postal_code": "25300",
            "city": "Pontarlier",
            "phone": "0199000002",
        }
        far = await add_provider(container, NEAR[2], **told)
        near = await add_provider(container, NEAR[1], **told)
        await add_provider(container, NEAR[1], specialty="nurse")
        await add_provider(container, POSITIONS["Paris"])
        with count_queries(container) as queries:
            page = await search.page(postal_code="25300")
        assert len(queries) <= 4
        assert page == {
            "items": [
                {
                    "id": str(provider_id),
                    "name": "Anne Exemple",
                    **told,
                    "lat": position.lat,
                    "lon": position.lon,
                    "approximate": True,
                    "third_party_payment": None,
                    "distance_m": distance_m(PONTARLIER, position),
                }
                for provider_id, position in ((near, NEAR[1]), (far, NEAR[2]))
            ],
            "next_cursor": None,
            "place": {
                "label": "25300 Pontarlier",
                "lat": pytest.approx(PONTARLIER.lat, abs=1e-6),
                "lon": pytest.approx(PONTARLIER.lon, abs=1e-6),
                "approximate": False,
            },
        }

    async def test_an_empty_page_names_the_nearest_outside(
        self, search: Search, container: Container
    ) -> None:
        paris = await add_provider(container, POSITIONS["Paris"])
        await add_provider(container, POSITIONS["Mata-Utu"])
        page = await search.page(city="Pontarlier")
        assert page["items"] == []
        assert page["nearest_outside"]["id"] == str(paris)
        assert page["nearest_outside"]["distance_m"] == distance_m(PONTARLIER, POSITIONS["Paris"])

    async def test_nobody_anywhere_is_an_empty_page(self, search: Search) -> None:
        page = await search.page(city="Pontarlier")
        assert (page["items"], "nearest_outside" in page) == ([], False)

    async def test_pages_are_stable_while_providers_come_and_go(
        self, search: Search, container: Container
    ) -> None:
        ids = await add_providers(container, [*NEAR, NEAR[0], NEAR[0]])
        first = await search.page(postal_code="25300", limit=2)
        await add_provider(container, PONTARLIER)
        seen = [one["id"] for one in first["items"]]
        cursor = first["next_cursor"]
        while cursor:
            page = await search.page(postal_code="25300", limit=2, cursor=cursor)
            seen += [one["id"] for one in page["items"]]
            cursor = page["next_cursor"]
        same_spot = sorted(str(one) for one in (ids[0], *ids[6:]))
        expected = [*same_spot, *(str(one) for one in ids[1:6])]
        assert [one for one in seen if one in expected] == expected
        assert len(seen) == len(set(seen))

    async def test_a_cursor_is_of_its_search_alone(
        self, search: Search, container: Container
    ) -> None:
        await add_providers(container, NEAR)
        cursor = (await search.page(postal_code="25300", limit=2))["next_cursor"]
        for changed in ({"radius_km": 30}, {"postal_code": "75011"}, {"specialty": "nurse"}):
            query = {"postal_code": "25300", "limit": 2, "cursor": cursor} | changed
            response = await search.send(**query)
            assert (response.status_code, response.json()["code"]) == (400, "invalid_cursor")

    @pytest.mark.parametrize(
        ("centre", "other"),
        [
            (Position(-13, 179.99), Position(-13, -179.99)),
            (Position(89.99, 0), Position(89.99, 180)),
            (Position(-90, 0), Position(-89.99, -45)),
        ],
    )
    async def test_the_date_line_and_the_poles_are_places_like_any_other(
        self, search: Search, container: Container, centre: Position, other: Position
    ) -> None:
        found = await add_provider(container, other)
        page = await search.page(lat=centre.lat, lon=centre.lon)
        assert [one["id"] for one in page["items"]] == [str(found)]
        assert page["place"]["label"] is None


class TestGetProvider:
    async def test_it_is_told_in_full(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        found = await add_provider(container, PONTARLIER, rpps="10199999902")
        with count_queries(container) as queries:
            response = await client.get(f"{PATH}/{found}", headers=member)
        assert len(queries) <= 3
        assert_declared(response.content, ProviderRead)
        body = response.json()
        assert (body["rpps"], body["finess"]) == ("10199999902", None)
        specialty = {"code": "dental_surgeon", "label": "Chirurgien-dentiste"}
        assert body["specialties"] == [specialty]
        etag = {"If-None-Match": response.headers["etag"]}
        assert (await client.get(f"{PATH}/{found}", headers=member | etag)).status_code == 304

    async def test_absent_and_retired_are_404(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        clock: AdjustableClock,
    ) -> None:
        retired = await add_provider(container, PONTARLIER, retired_at=clock.now())
        for missing in (retired, new_id(), "x"):
            response = await client.get(f"{PATH}/{missing}", headers=member)
            assert (response.status_code, response.json()["code"]) == (404, "provider_not_found")


class TestListSpecialties:
    async def test_codes_with_labels_in_the_readers_language(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        response = await client.get(
            f"{PATH}/specialties", headers=member | {"Accept-Language": "en"}
        )
        assert_declared(response.content, SpecialtyPage)
        items = response.json()["items"]
        assert items[0] == {"code": "general_practitioner", "label": "General practitioner"}
        assert len(items) == len({one["code"] for one in items}) > 40
