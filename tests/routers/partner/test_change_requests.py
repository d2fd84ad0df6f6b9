"""Change requests as the claims administrator lists, reads and decides them."""

from typing import Any

import httpx
import pytest

from app.container import Container
from app.schemas.change_request_cases import ChangeRequestCaseRead
from app.values.change_requests import ChangeRequestState
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.accounts import account_of, messages_to
from tests.factories.change_requests import CERTIFICATE, ask_change, decider, move, path_of
from tests.factories.families import signed_in_member
from tests.queries import count_queries
from tests.routers.partner.refusals import REFUSED, refusals

CASES = "/partner/v1/change-requests"
NOBODY = "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d"
VALIDATED = {"state": "validated", "effective_on": "2026-04-01"}


@pytest.fixture
async def partner(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Headers of a decider, on 14 March 2026, over the family of an active member."""
    clock.set_to("2026-03-14 12:00")
    await signed_in_member(container)
    return await decider(container)


class TestListChangeRequestCases:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        scope = "change-requests:read"
        assert await refusals(client, container, scope, "GET", CASES) == REFUSED

    async def test_a_moment_without_time_zone_is_refused(
        self, client: httpx.AsyncClient, partner: dict[str, str]
    ) -> None:
        query = {"updated_after": "2026-03-14T12:00:00"}
        problem = (await client.get(CASES, headers=partner, params=query)).json()
        assert (problem["status"], problem["errors"][0]["pointer"]) == (
            422,
            "/query/updated_after",
        )

    async def test_what_moved_comes_last_and_is_found_by_state_kind_and_moment(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        partner: dict[str, str],
    ) -> None:
        ids = []
        for about in (None, "M-1-2", None):
            ids.append(await ask_change(container, about=about))
            clock.advance(minutes=1)
        since = clock.now().isoformat()
        clock.advance(minutes=1)
        await move(client, partner, ids[0], **VALIDATED)

        async def found(**query: Any) -> list[str]:
            answer = await client.get(CASES, headers=partner, params=query)
            return [one["id"] for one in answer.json()["items"]]

        assert await found() == [ids[1], ids[2], ids[0]]
        assert await found(state="requested") == [ids[1], ids[2]]
        assert await found(kind="remove_beneficiary") == [ids[1]]
        assert await found(updated_after=since) == [ids[0]]
        with count_queries(container) as queries:
            page = (await client.get(CASES, headers=partner, params={"limit": 2})).json()
        assert len(queries) <= 4
        assert await found(limit=2, cursor=page["next_cursor"]) == [ids[0]]


class TestGetChangeRequestCase:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        scope, path = "change-requests:read", f"{CASES}/{NOBODY}"
        assert await refusals(client, container, scope, "GET", path) == REFUSED

    @pytest.mark.parametrize("request_id", [NOBODY, "odd"])
    async def test_what_was_never_asked_is_missing(
        self, client: httpx.AsyncClient, partner: dict[str, str], request_id: str
    ) -> None:
        response = await client.get(f"{CASES}/{request_id}", headers=partner)
        assert (response.status_code, response.json()["code"]) == (404, "change_request_not_found")

    async def test_it_names_everybody_by_the_partners_references(
        self, client: httpx.AsyncClient, container: Container, partner: dict[str, str]
    ) -> None:
        request = await ask_change(container, about="M-1-2")
        response = await client.get(f"{CASES}/{request}", headers=partner)
        assert_declared(response.content, ChangeRequestCaseRead)
        at = response.json()["asked_at"]
        assert at.startswith("2026-03-14T11:00")
        assert response.json() == {
            "id": request,
            "kind": "remove_beneficiary",
            "state": "requested",
            "contract_ref": "C-1",
            "member_ref": "M-1",
            "asked_by_ref": "M-1",
            "beneficiary_ref": "M-1-2",
            "wished_on": "2026-04-01",
            "effective_on": None,
            "asked_at": at,
            "updated_at": at,
            "version": 1,
            "documents_due": 0,
            "removal": {"reason": "Divorce prononcé"},
            "documents": [],
            "timeline": [
                {
                    "at": at,
                    "actor": "member",
                    "state": "requested",
                    "label": "En cours d’examen",
                    "reason": None,
                }
            ],
        }


class TestMoveChangeRequest:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        scope = "change-requests:decide"
        refused = await refusals(client, container, scope, "POST", path_of(NOBODY), json=VALIDATED)
        assert refused == REFUSED

    async def test_what_was_never_asked_is_missing(
        self, client: httpx.AsyncClient, partner: dict[str, str]
    ) -> None:
        response = await move(client, partner, NOBODY, **VALIDATED)
        assert (response.status_code, response.json()["code"]) == (404, "change_request_not_found")

    @pytest.mark.parametrize(
        ("body", "pointer", "code"),
        [
            ({"state": "validated"}, "/effective_on", "missing"),
            ({"state": "refused"}, "/reason", "missing"),
            ({"state": "refused", "reason": " "}, "/reason", "string_too_short"),
            ({"state": "awaiting_documents"}, "/documents", "missing"),
            (
                {"state": "refused", "reason": "Non", "effective_on": "2026-04-01"},
                "/effective_on",
                "unexpected_parameter",
            ),
            (
                {**VALIDATED, "documents": [CERTIFICATE.model_dump()]},
                "/documents",
                "unexpected_parameter",
            ),
            ({"state": "cancelled"}, "/state", "literal_error"),
        ],
    )
    async def test_each_state_comes_with_what_it_needs(
        self,
        client: httpx.AsyncClient,
        container: Container,
        partner: dict[str, str],
        body: dict[str, Any],
        pointer: str,
        code: str,
    ) -> None:
        request = await ask_change(container)
        problem = (await move(client, partner, request, **body)).json()
        assert (problem["status"], problem["errors"][0]["pointer"]) == (422, pointer)
        assert problem["errors"][0]["code"] == code

    async def test_documents_are_asked_come_and_let_it_be_decided(
        self, client: httpx.AsyncClient, container: Container, partner: dict[str, str]
    ) -> None:
        request = await ask_change(container, documents=(CERTIFICATE,))
        early = await move(client, partner, request, **VALIDATED)
        assert (early.status_code, early.json()["code"]) == (409, "transition_not_allowed")
        came = (await move(client, partner, request, "requested")).json()
        assert (came["state"], came["documents_due"], came["version"]) == ("requested", 0, 2)
        more = {"code": "pacs", "label_fr": "Attestation de PACS", "label_en": "PACS"}
        asked = await move(
            client, partner, request, "awaiting_documents", documents=[more], reason="Illisible"
        )
        assert [one["code"] for one in asked.json()["documents"]] == ["birth_certificate", "pacs"]
        assert asked.json()["documents_due"] == 1
        await move(client, partner, request, "requested")
        validated = (await move(client, partner, request, **VALIDATED)).json()
        assert (validated["state"], validated["effective_on"]) == ("validated", "2026-04-01")
        for state in ChangeRequestState:
            later = await move(client, partner, request, state.value, reason="Non")
            assert later.status_code in (409, 422), state
        assert [one["state"] for one in validated["timeline"]] == [
            "awaiting_documents",
            "requested",
            "awaiting_documents",
            "requested",
            "validated",
        ]

    async def test_who_asked_is_told_of_each_move_and_nothing_of_what_it_is(
        self, client: httpx.AsyncClient, container: Container, partner: dict[str, str]
    ) -> None:
        email = (await account_of(container, "M-1")).email
        request = await ask_change(container, about="M-1-2")
        before = len(await messages_to(container, email))
        reason = "Lou reste affiliée : séjour en cours à l'hôpital."
        document = CERTIFICATE.model_dump()
        await move(client, partner, request, "awaiting_documents", documents=[document])
        await move(client, partner, request, "requested")
        await move(client, partner, request, "refused", reason=reason)
        texts = (await messages_to(container, email))[:-before]
        assert len(texts) == 3
        assert "attend" not in texts[0]
        assert "n'a pas pu être acceptée" in texts[0]
        for word in ("Lou", "hôpital", "naissance", "bénéficiaire"):
            assert not any(word in text for text in texts)
