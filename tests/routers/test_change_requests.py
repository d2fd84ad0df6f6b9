"""Change requests as members follow and withdraw them."""

import asyncio

import httpx
import pytest

from app.container import Container
from app.schemas.change_requests import ChangeRequestRead
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.change_requests import CERTIFICATE, ask_change, decider, move, newcomer
from tests.factories.families import another_family, id_of, signed_in_member, signed_in_spouse
from tests.factories.feeds import make_portfolio, nir
from tests.factories.papers import contract_id
from tests.queries import count_queries

REQUESTS = "/v1/change-requests"
NOBODY = "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d"


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille on 14 March 2026."""
    clock.set_to("2026-03-14 12:00")
    return await signed_in_member(container)


async def listed(
    client: httpx.AsyncClient, headers: dict[str, str], **query: object
) -> list[dict[str, object]]:
    response = await client.get(REQUESTS, headers=headers, params=query)  # type: ignore[arg-type]
    assert response.status_code == 200, response.text
    items: list[dict[str, object]] = response.json()["items"]
    return items


class TestListChangeRequests:
    @pytest.mark.usefixtures("member")
    async def test_nobody_reads_them_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        assert (await client.get(REQUESTS)).json()["code"] == "unauthenticated"

    async def test_another_family_has_none_of_them(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await ask_change(container)
        assert len(await listed(client, member)) == 1
        assert await listed(client, await another_family(container)) == []

    async def test_a_kind_that_is_none_is_refused(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        response = await client.get(REQUESTS, headers=member, params={"kind": "whim"})
        assert (response.status_code, response.json()["errors"][0]["pointer"]) == (
            422,
            "/query/kind",
        )

    async def test_they_come_newest_first_page_by_page_and_filtered(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        member: dict[str, str],
    ) -> None:
        ids = []
        for about in (None, "M-1-2", None):
            ids.append(await ask_change(container, about=about))
            clock.advance(minutes=1)
        assert [one["id"] for one in await listed(client, member)] == ids[::-1]
        removal = {"kind": "remove_beneficiary"}
        assert [one["id"] for one in await listed(client, member, **removal)] == [ids[1]]
        assert await listed(client, member, state="validated") == []
        with count_queries(container) as queries:
            page = (await client.get(REQUESTS, headers=member, params={"limit": 2})).json()
        assert len(queries) <= 2
        rest = {"limit": 2, "cursor": page["next_cursor"]}
        assert [one["id"] for one in page["items"]] == [ids[2], ids[1]]
        assert [one["id"] for one in await listed(client, member, **rest)] == [ids[0]]
        other = await client.get(REQUESTS, headers=member, params={**rest, **removal})
        assert other.json()["code"] == "invalid_cursor"


class TestGetChangeRequest:
    @pytest.mark.usefixtures("member")
    async def test_another_familys_request_is_nobodys(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        theirs = await ask_change(container)
        stranger = await another_family(container)
        for request in (theirs, NOBODY, "odd"):
            response = await client.get(f"{REQUESTS}/{request}", headers=stranger)
            assert response.json()["code"] == "change_request_not_found"
            assert response.status_code == 404

    async def test_it_tells_what_is_due_and_every_move(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        member: dict[str, str],
    ) -> None:
        request = await ask_change(
            container, details=newcomer(nir("2602", order=9)), documents=(CERTIFICATE,)
        )
        clock.advance(minutes=4)
        await move(client, await decider(container), request, "requested")
        clock.advance(minutes=4)
        reason = "Le lien de parenté n'est pas établi."
        await move(client, await decider(container), request, "refused", reason=reason)
        with count_queries(container) as queries:
            response = await client.get(f"{REQUESTS}/{request}", headers=member)
        assert len(queries) <= 4
        assert_declared(response.content, ChangeRequestRead)
        moments = asked_at, came_at, refused_at = [
            line["at"] for line in response.json()["timeline"]
        ]
        assert [moment[:16] for moment in moments] == [
            f"2026-03-14T11:{minute}" for minute in ("00", "04", "08")
        ]
        assert response.json() == {
            "id": request,
            "kind": "add_beneficiary",
            "kind_label": "Ajout d’un bénéficiaire",
            "state": "refused",
            "state_label": "Refusée",
            "contract_id": await contract_id(container),
            "contract_number": "HCR-2020-0117",
            "wished_on": "2026-04-01",
            "effective_on": None,
            "asked_at": asked_at,
            "updated_at": refused_at,
            "documents_due": 0,
            "addition": {
                "relationship": "child",
                "relationship_label": "Enfant",
                "first_name": "Nouveau",
                "last_name": "Martin",
                "birth_date": "2026-02-20",
                "nir": "2 26 •• •• ••• ••• ••",
                "united_on": None,
            },
            "can_cancel": False,
            "documents": [
                {
                    "code": "birth_certificate",
                    "label": "Acte de naissance",
                    "asked_at": asked_at,
                    "received_at": came_at,
                }
            ],
            "timeline": [
                {
                    "at": asked_at,
                    "actor": "member",
                    "state": "awaiting_documents",
                    "label": "En attente de documents",
                    "reason": None,
                },
                {
                    "at": came_at,
                    "actor": "partner",
                    "from_state": "awaiting_documents",
                    "state": "requested",
                    "label": "En cours d’examen",
                    "reason": None,
                },
                {
                    "at": refused_at,
                    "actor": "partner",
                    "from_state": "requested",
                    "state": "refused",
                    "label": "Refusée",
                    "reason": reason,
                },
            ],
        }

    async def test_who_asked_goes_on_reading_it_when_the_person_may_no_longer_be_seen(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await signed_in_spouse(container)
        request = await ask_change(container, about="M-1-3")
        before = (await client.get(f"{REQUESTS}/{request}", headers=member)).json()
        assert before["beneficiary"]["first_name"] == "Dominique"
        await make_portfolio(container, family_rights={"adult": []})
        container.portfolios._remembered.clear()
        after = (await client.get(f"{REQUESTS}/{request}", headers=member)).json()
        assert "beneficiary" not in after
        assert after["removal"] == {"reason": "Divorce prononcé"}

    async def test_whom_it_is_about_reads_it_and_nobody_else_of_the_family(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        spouse = await signed_in_spouse(container)
        about_spouse = await ask_change(container, about="M-1-3")
        await ask_change(container, about="M-1-2")
        assert [one["id"] for one in await listed(client, spouse)] == [about_spouse]
        body = (await client.get(f"{REQUESTS}/{about_spouse}", headers=spouse)).json()
        assert body["beneficiary"]["id"] == await id_of(container, "M-1-3")
        assert body["can_cancel"] is False
        assert len(await listed(client, member)) == 2


class TestCancelChangeRequest:
    @pytest.mark.usefixtures("member")
    async def test_another_familys_request_is_nobodys(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        request = await ask_change(container)
        response = await cancel(client, await another_family(container), request)
        assert (response.status_code, response.json()["code"]) == (404, "change_request_not_found")

    @pytest.mark.usefixtures("member")
    async def test_only_who_asked_may(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        spouse = await signed_in_spouse(container)
        request = await ask_change(container, about="M-1-3")
        response = await cancel(client, spouse, request)
        assert (response.status_code, response.json()["code"]) == (403, "not_the_asker")

    @pytest.mark.parametrize("documents", [(), (CERTIFICATE,)])
    async def test_until_it_is_decided(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        documents: tuple[object, ...],
    ) -> None:
        request = await ask_change(container, documents=documents)  # type: ignore[arg-type]
        response = await cancel(client, member, request)
        assert (response.status_code, response.json()["state"]) == (200, "cancelled")
        assert response.json()["timeline"][-1]["actor"] == "member"
        again = await cancel(client, member, request)
        assert (again.status_code, again.json()["code"]) == (409, "transition_not_allowed")
        activity = (await client.get("/v1/me/activity", headers=member)).json()["items"]
        assert [one["action"] for one in activity[:2]] == [
            "change_request.moved",
            "change_request.opened",
        ]

    @pytest.mark.concurrency
    async def test_of_a_decision_and_a_withdrawal_at_once_one_wins(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        partner = await decider(container)
        for _ in range(5):
            request = await ask_change(container)
            answers = await asyncio.gather(
                move(client, partner, request, "validated", effective_on="2026-04-01"),
                cancel(client, member, request),
                move(client, partner, request, "refused", reason="Non"),
                cancel(client, member, request),
            )
            assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
            body = (await client.get(f"{REQUESTS}/{request}", headers=member)).json()
            assert len(body["timeline"]) == 2


async def cancel(
    client: httpx.AsyncClient, headers: dict[str, str], request: str
) -> httpx.Response:
    return await client.post(f"{REQUESTS}/{request}/cancellation", headers=headers)
