"""The inbox: everything a family asked, in one list."""

from typing import Any

import httpx
import pytest

from app.container import Container
from app.schemas.inbox import InboxPage
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.change_requests import ask_change, decider, move
from tests.factories.families import (
    CONFIDENTIAL,
    another_family,
    id_of,
    signed_in_member,
    signed_in_spouse,
)
from tests.factories.feeds import make_portfolio
from tests.factories.messages import administrator, answer, write
from tests.queries import count_queries

INBOX = "/v1/requests"


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille on 14 March 2026."""
    clock.set_to("2026-03-14 12:00")
    return await signed_in_member(container)


async def items(
    client: httpx.AsyncClient, headers: dict[str, str], **query: Any
) -> list[dict[str, Any]]:
    response = await client.get(INBOX, headers=headers, params=query)
    assert response.status_code == 200, response.text
    assert_declared(response.content, InboxPage)
    found: list[dict[str, Any]] = response.json()["items"]
    return found


class TestListRequests:
    @pytest.mark.usefixtures("member")
    async def test_nobody_reads_it_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        assert (await client.get(INBOX)).json()["code"] == "unauthenticated"

    async def test_another_family_has_none_of_it(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await write(client, member)
        assert await items(client, await another_family(container)) == []

    @pytest.mark.parametrize("query", [{"kind": "whim"}, {"state": "A B"}, {"limit": "0"}])
    async def test_a_filter_that_is_none_is_refused(
        self, client: httpx.AsyncClient, member: dict[str, str], query: dict[str, str]
    ) -> None:
        response = await client.get(INBOX, headers=member, params=query)
        assert (response.status_code, response.json()["code"]) == (422, "invalid_request")

    async def test_what_concerns_a_confidential_adult_is_theirs(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        member = await signed_in_member(container)
        spouse = await signed_in_spouse(container)
        await make_portfolio(container, family_rights=CONFIDENTIAL)
        container.portfolios._remembered.clear()
        theirs = await write(client, spouse)
        mine = await write(client, member)
        assert [one["id"] for one in await items(client, member)] == [mine["id"]]
        assert [one["id"] for one in await items(client, spouse)] == [theirs["id"]]

    async def test_threads_and_change_requests_are_one_list(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        member: dict[str, str],
    ) -> None:
        change = await ask_change(container)
        clock.advance(minutes=1)
        thread = await write(client, member)
        clock.advance(minutes=1)
        await move(client, await decider(container), change, "refused", reason="Hors délai.")
        await answer(client, await administrator(container), thread["id"], "Il part demain.")
        first, second = await items(client, member)
        camille = {
            "id": await id_of(container, "M-1"),
            "first_name": "Camille",
            "last_name": "Martin",
        }
        assert first == {
            "id": thread["id"],
            "kind": "message",
            "kind_label": "Message",
            "title": "Mes remboursements – Un remboursement manque",
            "state": "answered",
            "state_label": "Réponse reçue",
            "beneficiary": camille,
            "asked_at": thread["opened_at"],
            "updated_at": first["updated_at"],
            "href": f"/v1/messages/{thread['id']}",
        }
        assert (second["id"], second["title"], second["state_label"]) == (
            change,
            "Ajout d’un bénéficiaire",
            "Refusée",
        )
        assert first["updated_at"] > second["updated_at"] > second["asked_at"]
        for one in (first, second):
            assert (await client.get(one["href"], headers=member)).status_code == 200
        assert [one["id"] for one in await items(client, member, kind="message")] == [thread["id"]]
        assert [one["id"] for one in await items(client, member, q="bénéficiaires")] == [change]
        assert [one["id"] for one in await items(client, member, state="refused")] == [change]

    async def test_it_pages_newest_first_in_two_queries(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        member: dict[str, str],
    ) -> None:
        ids = []
        for _ in range(3):
            ids.append((await write(client, member))["id"])
            clock.advance(minutes=1)
        with count_queries(container) as queries:
            page = (await client.get(INBOX, headers=member, params={"limit": 2})).json()
        assert len(queries) <= 2
        assert [one["id"] for one in page["items"]] == [ids[2], ids[1]]
        rest = await items(client, member, limit=2, cursor=page["next_cursor"])
        assert [one["id"] for one in rest] == [ids[0]]
