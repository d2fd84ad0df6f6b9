"""The home page."""

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from app.container import Container
from app.schemas.home import HomeRead
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.change_requests import CERTIFICATE, ask_change
from tests.factories.families import (
    CONSULTATION,
    PHARMACY,
    another_family,
    reimburse,
    signed_in_member,
    signed_in_spouse,
)
from tests.factories.messages import administrator, answer, write
from tests.queries import count_queries

HOME = "/v1/home"


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille on 14 March 2026; four lines this year in the family, one paid a month ago."""
    clock.set_to("2026-03-14 12:00")
    headers = await signed_in_member(container)
    child = {"beneficiary_ref": "M-1-2", "care_date": "2026-03-01", "paid_on": "2026-03-09"}
    older = {"care_date": "2025-06-01", "paid_on": "2025-06-10"}
    beyond = {"care_date": "2025-03-14", "paid_on": "2025-03-20"}
    await reimburse(container, [CONSULTATION, PHARMACY, child, older, beyond])
    return headers


class TestGetHome:
    @pytest.mark.usefixtures("member")
    async def test_nobody_reads_it_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        response = await client.get(HOME)
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    @pytest.mark.usefixtures("member")
    async def test_another_family_sees_nothing_of_it(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        body = (await client.get(HOME, headers=await another_family(container))).json()
        assert body["reimbursements"]["latest"] == []
        assert body["reimbursements"]["totals"]["actual_cost"] == "0.00"
        assert body["badges"] == []

    @pytest.mark.usefixtures("member")
    async def test_an_adult_dependent_sees_only_their_own(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        spouse = await signed_in_spouse(container)
        focus = (await client.get(HOME, headers=spouse)).json()["reimbursements"]
        assert (focus["totals"]["acts"], focus["latest"]) == (0, [])

    async def test_it_shows_sections_badges_and_the_familys_focus(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        response = await client.get(HOME, headers=member)
        body = response.json()
        latest = body["reimbursements"].pop("latest")
        assert [line["care_date"] for line in latest] == ["2026-03-01", "2026-02-03", "2026-01-20"]
        assert [line["beneficiary"]["first_name"] for line in latest] == ["Lou"] + ["Camille"] * 2
        assert response.headers["cache-control"] == "no-store"
        assert body == {
            "sections": [
                {
                    "code": "reimbursements",
                    "label": "Mes remboursements",
                    "href": "/v1/reimbursements/summary",
                    "operation_id": "getReimbursementSummary",
                },
                {
                    "code": "statements",
                    "label": "Mes décomptes",
                    "href": "/v1/statements",
                    "operation_id": "listStatements",
                },
                {
                    "code": "card",
                    "label": "Ma carte de tiers payant",
                    "href": "/v1/card",
                    "operation_id": "getCard",
                },
                {
                    "code": "contracts",
                    "label": "Mes contrats et garanties",
                    "href": "/v1/contracts",
                    "operation_id": "listContracts",
                },
                {
                    "code": "beneficiaries",
                    "label": "Mes bénéficiaires",
                    "href": "/v1/beneficiaries",
                    "operation_id": "listBeneficiaries",
                },
                {
                    "code": "messages",
                    "label": "Mes messages",
                    "href": "/v1/messages",
                    "operation_id": "listThreads",
                },
                {
                    "code": "requests",
                    "label": "Mes demandes",
                    "href": "/v1/requests",
                    "operation_id": "listRequests",
                },
            ],
            "badges": [{"code": "recent_payments", "section": "reimbursements", "count": 1}],
            "reimbursements": {
                "period": {"first": "2025-03-15", "last": "2026-03-14"},
                "totals": {
                    "actual_cost": "102.40",
                    "statutory": "62.06",
                    "complementary": "30.34",
                    "other_insurer": "1.00",
                    "left_to_pay": "9.00",
                    "acts": 6,
                },
            },
        }

    async def test_badges_count_unread_answers_and_requests_that_wait_for_documents(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await ask_change(container, documents=(CERTIFICATE,))
        thread = (await write(client, member))["id"]
        await answer(client, await administrator(container), thread, "Il part demain.")

        async def badges() -> dict[str, int]:
            found = (await client.get(HOME, headers=member)).json()["badges"]
            return {badge["code"]: badge["count"] for badge in found}

        waiting = {"recent_payments": 1, "awaiting_documents": 1}
        assert await badges() == {**waiting, "unread_messages": 1}
        await client.put(f"/v1/messages/{thread}/read", headers=member)
        assert await badges() == waiting

    async def test_labels_follow_the_language(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        response = await client.get(HOME, headers=member | {"Accept-Language": "en"})
        assert response.json()["sections"][0]["label"] == "My reimbursements"
        assert response.headers["content-language"] == "en"

    async def test_every_section_opens_with_an_operation_that_exists(
        self, client: httpx.AsyncClient, app: FastAPI, member: dict[str, str]
    ) -> None:
        routes = [context.original_route for context in iter_route_contexts(app.routes)]
        operations = {
            route.path_format: route.operation_id
            for route in routes
            if isinstance(route, APIRoute) and "GET" in route.methods
        }
        for section in (await client.get(HOME, headers=member)).json()["sections"]:
            assert operations[section["href"]] == section["operation_id"]

    async def test_the_raw_answer_is_what_the_document_declares(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        assert_declared((await client.get(HOME, headers=member)).content, HomeRead)

    async def test_it_costs_four_queries(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await client.get(HOME, headers=member)
        with count_queries(container) as queries:
            await client.get(HOME, headers=member)
        assert len(queries) <= 4
