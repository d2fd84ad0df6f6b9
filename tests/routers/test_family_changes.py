"""Asking for people to be added to a family, or removed from it."""

import asyncio
from typing import Any

import httpx
import pytest

from app.container import Container
from app.schemas.change_requests import ChangeRequestRead
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.families import another_family, id_of, signed_in_member, signed_in_spouse
from tests.factories.feeds import apply_feed, cover, make_portfolio, member_body, nir
from tests.factories.papers import contract_id
from tests.queries import count_queries

PATH = "/v1/beneficiaries"
NEWBORN: dict[str, Any] = {
    "relationship": "child",
    "first_name": "Zoé",
    "last_name": "Martin",
    "birth_date": "2026-02-20",
    "starts_on": "2026-02-20",
}
OF_AGE = {**NEWBORN, "birth_date": "2008-03-14", "starts_on": "2026-03-14"}
SPOUSE = {**NEWBORN, "relationship": "spouse", "birth_date": "1990-01-01"}


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille on 14 March 2026, with Lou."""
    clock.set_to("2026-03-14 12:00")
    return await signed_in_member(container)


def told(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


class TestAddBeneficiary:
    @pytest.mark.usefixtures("member")
    async def test_nobody_asks_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        assert told(await client.post(PATH, json=NEWBORN)) == (401, "unauthenticated")

    @pytest.mark.usefixtures("member")
    async def test_a_dependent_adds_nobody(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        spouse = await signed_in_spouse(container)
        assert told(await client.post(PATH, headers=spouse, json=NEWBORN)) == (403, "member_only")

    @pytest.mark.parametrize(
        ("changes", "pointer"),
        [
            ({"relationship": "self"}, "/relationship"),
            ({"birth_date": "2026-03-15"}, "/birth_date"),
            ({"birth_date": "1899-12-31"}, "/birth_date"),
            ({"nir": "295109912611194"}, "/nir"),
            ({"united_on": "2026-02-20"}, "/united_on"),
            ({**SPOUSE, "situation": "student"}, "/situation"),
            ({**SPOUSE, "united_on": "1989-12-31"}, "/united_on"),
            ({"first_name": " "}, "/first_name"),
            ({"situation": None}, "/situation"),
        ],
    )
    async def test_what_cannot_be_is_malformed(
        self,
        client: httpx.AsyncClient,
        member: dict[str, str],
        changes: dict[str, Any],
        pointer: str,
    ) -> None:
        response = await client.post(PATH, headers=member, json={**NEWBORN, **changes})
        assert told(response) == (422, "invalid_request")
        assert response.json()["errors"][0]["pointer"] == pointer

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            (OF_AGE, "addition_not_offered"),
            ({**NEWBORN, "starts_on": "2026-02-19"}, "addition_date_refused"),
            ({**NEWBORN, "starts_on": "2027-03-15"}, "addition_date_refused"),
            (
                {**NEWBORN, "birth_date": "2025-09-13", "starts_on": "2026-03-13"},
                "addition_date_refused",
            ),
            ({**SPOUSE, "starts_on": "2026-03-13"}, "addition_date_refused"),
            (
                {**SPOUSE, "united_on": "2025-09-13", "starts_on": "2026-03-13"},
                "addition_date_refused",
            ),
            (
                {**SPOUSE, "relationship": "cohabitant", "starts_on": "2026-03-13"},
                "addition_date_refused",
            ),
            ({**NEWBORN, "contract_id": "odd"}, "contract_not_found"),
        ],
    )
    async def test_what_the_rules_refuse(
        self, client: httpx.AsyncClient, member: dict[str, str], body: dict[str, Any], code: str
    ) -> None:
        assert (await client.post(PATH, headers=member, json=body)).json()["code"] == code

    @pytest.mark.parametrize(
        ("body", "documents"),
        [
            (NEWBORN, "statutory_rights_certificate birth_certificate"),
            (
                {**NEWBORN, "birth_date": "2025-09-14", "starts_on": "2025-09-14"},
                "statutory_rights_certificate birth_certificate",
            ),
            (
                {**OF_AGE, "situation": "student"},
                "statutory_rights_certificate birth_certificate school_certificate",
            ),
            (
                {**OF_AGE, "situation": "apprentice"},
                "statutory_rights_certificate birth_certificate apprenticeship_contract",
            ),
            (
                {**OF_AGE, "situation": "job_seeker"},
                "statutory_rights_certificate birth_certificate job_seeker_registration",
            ),
            (
                {**OF_AGE, "situation": "disabled", "birth_date": "1980-01-01"},
                "statutory_rights_certificate birth_certificate disability_certificate",
            ),
            (
                {**SPOUSE, "united_on": "2025-09-14", "starts_on": "2025-09-14"},
                "statutory_rights_certificate family_record",
            ),
            (
                {**SPOUSE, "relationship": "civil_partner", "starts_on": "2026-04-01"},
                "statutory_rights_certificate civil_partnership_certificate",
            ),
            (
                {**SPOUSE, "relationship": "cohabitant", "starts_on": "2026-03-14"},
                "statutory_rights_certificate cohabitation_statement proof_of_address",
            ),
        ],
    )
    async def test_documents_are_asked_by_relationship_age_and_situation(
        self,
        client: httpx.AsyncClient,
        member: dict[str, str],
        body: dict[str, Any],
        documents: str,
    ) -> None:
        response = await client.post(PATH, headers=member, json=body)
        assert response.status_code == 201, response.text
        due = response.json()["documents"]
        assert [one["code"] for one in due] == documents.split()
        assert response.json()["state"] == "awaiting_documents"

    async def test_rules_hold_from_their_day_on(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        ahead = {"retroactive_months": 0, "ahead_months": 1}
        child = {"relationship": "child"}
        later = {"starts_on": "2026-03-15", **ahead, "cases": [{**child, "from_age": 99}]}
        now = {"starts_on": "2026-03-14", **ahead, "cases": [child]}
        await make_portfolio(container, additions=[later, now])
        container.portfolios._remembered.clear()
        body = {**NEWBORN, "starts_on": "2026-03-14"}
        response = await client.post(PATH, headers=member, json=body)
        assert (response.status_code, response.json()["state"]) == (201, "requested")

    async def test_who_is_covered_is_not_added_again_however_spelt(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        lou = {**NEWBORN, "first_name": "LOU", "birth_date": "2015-09-01"}
        body = {**lou, "starts_on": "2026-03-14"}
        assert told(await client.post(PATH, headers=member, json=body)) == (409, "already_covered")

    async def test_who_was_asked_for_is_not_asked_for_again_until_withdrawn(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        first = (await client.post(PATH, headers=member, json=NEWBORN)).json()
        again = {**NEWBORN, "first_name": "ZOE", "last_name": "Martin Bernard"}
        refused = await client.post(PATH, headers=member, json=again)
        assert told(refused) == (409, "addition_already_asked")
        twin = await client.post(PATH, headers=member, json={**NEWBORN, "first_name": "Noé"})
        assert twin.status_code == 201
        path = f"/v1/change-requests/{first['id']}/cancellation"
        assert (await client.post(path, headers=member)).json()["state"] == "cancelled"
        assert (await client.post(PATH, headers=member, json=again)).status_code == 201

    @pytest.mark.concurrency
    async def test_of_several_at_once_one_is_written(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        answers = await asyncio.gather(
            *(client.post(PATH, headers=member, json=NEWBORN) for _ in range(5))
        )
        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]

    async def test_a_member_whose_cover_has_ended_adds_nobody(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        ended = member_body(covers=[cover(terminated_on="2025-12-31")])
        await apply_feed(container, "members", "M-1", ended)
        assert told(await client.post(PATH, headers=member, json=NEWBORN)) == (409, "cover_ended")

    async def test_it_is_a_request_that_waits_for_documents(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        body = {**NEWBORN, "nir": nir("2602", order=9), "contract_id": await contract_id(container)}
        with count_queries(container) as queries:
            response = await client.post(PATH, headers=member, json=body)
        assert len(queries) <= 24
        assert response.status_code == 201, response.text
        assert_declared(response.content, ChangeRequestRead)
        at = response.json()["asked_at"]
        due = {"asked_at": at, "received_at": None}
        assert response.json() == {
            "id": response.json()["id"],
            "kind": "add_beneficiary",
            "kind_label": "Ajout d’un bénéficiaire",
            "state": "awaiting_documents",
            "state_label": "En attente de documents",
            "contract_id": await contract_id(container),
            "contract_number": "HCR-2020-0117",
            "wished_on": "2026-02-20",
            "effective_on": None,
            "asked_at": at,
            "updated_at": at,
            "documents_due": 2,
            "addition": {
                "relationship": "child",
                "relationship_label": "Enfant",
                "first_name": "Zoé",
                "last_name": "Martin",
                "birth_date": "2026-02-20",
                "nir": "2 26 •• •• ••• ••• ••",
                "united_on": None,
            },
            "can_cancel": True,
            "documents": [
                {
                    "code": "statutory_rights_certificate",
                    "label": "Attestation de droits de l’Assurance maladie",
                    **due,
                },
                {
                    "code": "birth_certificate",
                    "label": "Livret de famille ou acte de naissance",
                    **due,
                },
            ],
            "timeline": [
                {
                    "at": at,
                    "actor": "member",
                    "state": "awaiting_documents",
                    "label": "En attente de documents",
                    "reason": None,
                }
            ],
        }


class TestRemoveBeneficiary:
    @pytest.mark.usefixtures("member")
    async def test_nobody_asks_unless_signed_in(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        path = f"{PATH}/{await id_of(container, 'M-1-2')}"
        assert told(await client.delete(path)) == (401, "unauthenticated")

    @pytest.mark.usefixtures("member")
    async def test_a_dependent_removes_nobody(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        spouse = await signed_in_spouse(container)
        response = await remove(client, container, spouse, "M-1-3")
        assert told(response) == (403, "member_only")

    @pytest.mark.usefixtures("member")
    async def test_another_familys_child_is_nobody(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        other = await another_family(container)
        response = await remove(client, container, other, "M-1-2")
        assert told(response) == (404, "beneficiary_not_found")

    @pytest.mark.parametrize("day", ["2026-03-13", "2027-03-15"])
    async def test_neither_in_the_past_nor_too_far_ahead(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str], day: str
    ) -> None:
        response = await remove(client, container, member, "M-1-2", day)
        assert told(response) == (409, "removal_date_refused")

    async def test_the_member_stays(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        response = await remove(client, container, member, "M-1")
        assert told(response) == (409, "member_not_removable")

    async def test_it_is_a_request_asked_once(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        response = await remove(client, container, member, "M-1-2", "2026-04-25")
        assert response.status_code == 202, response.text
        assert_declared(response.content, ChangeRequestRead)
        body = response.json()
        assert (body["kind"], body["state"]) == ("remove_beneficiary", "requested")
        assert (body["wished_on"], body["removal"]) == ("2026-04-25", {"reason": None})
        assert body["beneficiary"]["id"] == await id_of(container, "M-1-2")
        again = await remove(client, container, member, "M-1-2")
        assert told(again) == (409, "removal_already_asked")


async def remove(
    client: httpx.AsyncClient,
    container: Container,
    headers: dict[str, str],
    ref: str,
    day: str | None = None,
) -> httpx.Response:
    params = {"terminated_on": day} if day else {}
    path = f"{PATH}/{await id_of(container, ref)}"
    return await client.delete(path, headers=headers, params=params)
