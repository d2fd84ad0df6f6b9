"""Contracts: who is covered, since when, at which level."""

import httpx
import pytest

from app.container import Container
from app.schemas.contracts import ContractRead
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.families import (
    another_family,
    id_of,
    signed_in_member,
    signed_in_spouse,
)
from tests.factories.feeds import (
    apply_feed,
    beneficiary_body,
    benefit_level_body,
    contract_body,
    cover,
    member_body,
)
from tests.queries import count_queries

CONTRACTS = "/v1/contracts"
NOBODY = "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d"
HISTORY = [
    cover(starts_on="2020-01-01", terminated_on="2023-12-31"),
    cover(benefit_level_ref="L-2", starts_on="2024-01-01"),
]


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille on 14 March 2026, who changed levels without a gap, with a child."""
    clock.set_to("2026-03-14 12:00")
    headers = await signed_in_member(container)
    await apply_feed(container, "benefit-levels", "L-2", benefit_level_body(name="Premium"))
    await apply_feed(container, "members", "M-1", member_body(1, covers=HISTORY))
    return headers


async def only_contract(client: httpx.AsyncClient, headers: dict[str, str]) -> str:
    items = (await client.get(CONTRACTS, headers=headers)).json()["items"]
    assert len(items) == 1
    return str(items[0]["id"])


class TestListContracts:
    @pytest.mark.usefixtures("member")
    async def test_nobody_reads_them_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        assert (await client.get(CONTRACTS)).status_code == 401

    async def test_those_in_force_come_first(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        for ref, starts_on, ends_on in (
            ("C-2", "2010-01-01", "2015-12-31"),
            ("C-3", "2027-01-01", None),
            ("C-4", "2025-01-01", None),
        ):
            body = contract_body(number=ref, starts_on=starts_on, ends_on=ends_on)
            await apply_feed(container, "contracts", ref, body)
        more = [
            cover("C-2", starts_on="2010-01-01", terminated_on="2015-12-31"),
            cover("C-3", starts_on="2027-01-01"),
            cover("C-4", starts_on="2025-01-01"),
        ]
        covers = [*HISTORY, *more]
        await apply_feed(container, "members", "M-1", member_body(1, covers=covers))
        with count_queries(container) as queries:
            items = (await client.get(CONTRACTS, headers=member)).json()["items"]
        assert [(item["number"], item["status"]) for item in items] == [
            ("C-4", "in_force"),
            ("HCR-2020-0117", "in_force"),
            ("C-3", "upcoming"),
            ("C-2", "ended"),
        ]
        assert len(queries) <= 2

    async def test_a_dependents_own_contract_is_there(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await apply_feed(container, "contracts", "C-9", contract_body(number="C-9"))

        child = beneficiary_body(covers=[cover("C-9")])
        await apply_feed(container, "beneficiaries", "M-1-2", child)
        items = (await client.get(CONTRACTS, headers=member)).json()["items"]
        assert {item["number"] for item in items} == {"HCR-2020-0117", "C-9"}


class TestGetContract:
    async def test_another_familys_contract_is_nobodys(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await another_family(container)
        await apply_feed(container, "contracts", "C-9", contract_body(number="C-9"))
        theirs = member_body(77, covers=[cover("C-9")])
        await apply_feed(container, "members", "M-7", theirs)
        foreign = await only_contract(client, await signed_in_member(container, "M-7"))
        for contract in (foreign, NOBODY, "odd"):
            response = await client.get(f"{CONTRACTS}/{contract}", headers=member)
            assert (response.status_code, response.json()["code"]) == (404, "contract_not_found")

    async def test_it_tells_everyone_and_every_level(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        contract_id = await only_contract(client, member)
        response = await client.get(f"{CONTRACTS}/{contract_id}", headers=member)
        assert_declared(response.content, ContractRead)
        body = response.json()
        levels = {
            level["level"]["name"]: level["level"]["id"]
            for person in body["persons"]
            for level in person["levels"]
        }
        child = {
            "id": await id_of(container, "M-1-2"),
            "first_name": "Lou",
            "last_name": "Martin",
            "relationship": "child",
            "status": "in_force",
            "entered_on": "2020-01-01",
            "ends_on": None,
            "terminated_on": None,
            "termination_reason": None,
            "levels": [
                {
                    "level": {"id": levels["Confort"], "name": "Confort"},
                    "starts_on": "2020-01-01",
                    "ends_on": None,
                }
            ],
            "options": [],
        }
        assert body == {
            "id": contract_id,
            "number": "HCR-2020-0117",
            "status": "in_force",
            "employer": {"name": "Hôtel du Lac", "siret": "12345678200010"},
            "insurer": "Mutuelle Exemple",
            "manager": "Gestion Exemple",
            "responsible": True,
            "entered_on": "2020-01-01",
            "ends_on": None,
            "amc_number": "12345678",
            "operator": "Viamedis",
            "persons": [
                {
                    **child,
                    "id": await id_of(container, "M-1"),
                    "first_name": "Camille",
                    "relationship": "self",
                    "levels": [
                        {
                            "level": {"id": levels["Premium"], "name": "Premium"},
                            "starts_on": "2024-01-01",
                            "ends_on": None,
                        },
                        {
                            "level": {"id": levels["Confort"], "name": "Confort"},
                            "starts_on": "2020-01-01",
                            "ends_on": "2023-12-31",
                        },
                    ],
                },
                child,
            ],
        }

    async def test_an_adult_dependent_sees_only_their_own_cover(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        contract_id = await only_contract(client, member)
        spouse = await signed_in_spouse(container)
        body = (await client.get(f"{CONTRACTS}/{contract_id}", headers=spouse)).json()
        assert [person["first_name"] for person in body["persons"]] == ["Dominique"]

    async def test_it_stays_readable_once_it_ended(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        left = [cover(terminated_on="2026-02-10", termination_reason="Départ")]
        await apply_feed(container, "members", "M-1", member_body(1, covers=left))
        contract_id = await only_contract(client, member)
        person = (await client.get(f"{CONTRACTS}/{contract_id}", headers=member)).json()["persons"][
            0
        ]
        told = {key: person[key] for key in ("status", "ends_on", "terminated_on")}
        assert told == {
            "status": "ended",
            "ends_on": "2026-02-28",
            "terminated_on": "2026-02-10",
        }
        assert person["termination_reason"] == "Départ"

    async def test_what_is_held_already_is_not_sent_again(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        path = f"{CONTRACTS}/{await only_contract(client, member)}"
        etag = (await client.get(path, headers=member)).headers["etag"]
        again = await client.get(path, headers={**member, "If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
