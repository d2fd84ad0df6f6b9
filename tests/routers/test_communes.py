"""`GET /v1/communes`."""

import httpx
import pytest

from app.container import Container
from app.schemas.communes import CommunePage
from tests.declared import assert_declared
from tests.factories.accounts import make_active_account, sign_in
from tests.factories.places import load_communes
from tests.queries import count_queries

PATH = "/v1/communes"


@pytest.fixture
async def member(container: Container) -> dict[str, str]:
    await load_communes(container)
    return await sign_in(container, await make_active_account(container))


async def names(client: httpx.AsyncClient, member: dict[str, str], q: str) -> list[str]:
    response = await client.get(PATH, params={"q": q, "limit": 5}, headers=member)
    assert_declared(response.content, CommunePage)
    return [one["name"] for one in response.json()["items"]]


class TestListCommunes:
    @pytest.mark.usefixtures("portfolio")
    async def test_a_stranger_is_refused(self, client: httpx.AsyncClient) -> None:
        response = await client.get(PATH, params={"q": "saint"})
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    async def test_a_text_without_end_is_refused(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        response = await client.get(PATH, params={"q": "x" * 81}, headers=member)
        assert (response.status_code, response.json()["code"]) == (422, "invalid_request")

    async def test_the_beginning_of_a_name_completes_it(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        with count_queries(container) as queries:
            response = await client.get(PATH, params={"q": "st e", "limit": 1}, headers=member)
        assert len(queries) <= 2
        assert response.json() == {
            "items": [
                {
                    "insee_code": "42218",
                    "name": "Saint-Étienne",
                    "postal_codes": ["42000", "42100", "42230"],
                    "department": "42",
                    "population": 173136,
                    "lat": 45.4339,
                    "lon": 4.39,
                    "approximate": False,
                }
            ],
            "next_cursor": None,
        }

    async def test_the_most_populated_come_first(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        assert await names(client, member, "") == [
            "Paris",
            "Marseille",
            "Montpellier",
            "Paris 15e Arrondissement",
            "Paris 20e Arrondissement",
        ]

    @pytest.mark.parametrize(
        ("q", "first"),
        [
            ("MARSEIL", "Marseille"),
            ("marseile", "Marseille"),
            ("havre", "Le Havre"),
            ("montpelier", "Montpellier"),
            ("l hay", "L'Haÿ-les-Roses"),
            ("2060", "Bastia"),
            ("paris 11", "Paris 11e Arrondissement"),
        ],
    )
    async def test_letters_may_be_missing_or_wrong(
        self, client: httpx.AsyncClient, member: dict[str, str], q: str, first: str
    ) -> None:
        assert (await names(client, member, q))[0] == first

    @pytest.mark.parametrize("q", ["%", "_", "99999", "zzzzzz", "\u0000", "x' OR 1=1"])
    async def test_what_names_nothing_gives_an_empty_list(
        self, client: httpx.AsyncClient, member: dict[str, str], q: str
    ) -> None:
        assert await names(client, member, q) == []
