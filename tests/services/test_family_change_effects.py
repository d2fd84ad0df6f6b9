"""What validated additions and removals change, and how the feed meets them."""

from typing import Any

import httpx
import pytest

from app.container import Container
from tests.clock import AdjustableClock
from tests.factories.change_requests import decider, move
from tests.factories.families import id_of, signed_in_member
from tests.factories.feeds import apply_feed, beneficiary_body, member_body, nir
from tests.factories.options import apply_option
from tests.routers.test_family_changes import NEWBORN, PATH, remove

BABY = {"first_name": "ZOE", "birth_date": "2026-02-20"}


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille on 14 March 2026, with Lou."""
    clock.set_to("2026-03-14 12:00")
    return await signed_in_member(container)


async def add(
    client: httpx.AsyncClient,
    container: Container,
    member: dict[str, str],
    day: str = "2026-02-20",
    **changes: Any,
) -> httpx.Response:
    """The newborn, asked for and validated from that day on."""
    asked = (await client.post(PATH, headers=member, json={**NEWBORN, **changes})).json()
    partner = await decider(container)
    await move(client, partner, asked["id"], "requested")
    return await move(client, partner, asked["id"], "validated", effective_on=day)


async def family(client: httpx.AsyncClient, member: dict[str, str]) -> list[dict[str, Any]]:
    answer = await client.get(PATH, headers=member)
    return list(answer.json()["items"])


async def levels(
    client: httpx.AsyncClient, member: dict[str, str], person: str
) -> list[tuple[str, str, str | None]]:
    (contract,) = (await client.get("/v1/contracts", headers=member)).json()["items"]
    path = f"/v1/contracts/{contract['id']}"
    persons = (await client.get(path, headers=member)).json()["persons"]
    return [
        (one["level"]["name"], one["starts_on"], one["ends_on"])
        for found in persons
        if found["id"] == person
        for one in found["levels"]
    ]


class TestAddition:
    async def test_the_person_is_covered_as_the_member_is_from_that_day(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        response = await add(client, container, member, nir=nir("2602", order=9))
        assert response.status_code == 200, response.text
        baby = (await family(client, member))[-1]
        assert response.json()["beneficiary_ref"] == f"change-request:{response.json()['id']}"
        assert baby["nir"] == "2 26 •• •• ••• ••• ••"
        assert (baby["first_name"], baby["relationship"], baby["rank"]) == ("Zoé", "child", 3)
        assert await levels(client, member, baby["id"]) == [("Confort", "2026-02-20", None)]

    async def test_the_members_own_option_is_not_the_newcomers(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await apply_option(container)
        (contract,) = (await client.get("/v1/contracts", headers=member)).json()["items"]
        path = f"/v1/contracts/{contract['id']}"
        option = (await client.get(f"{path}/options", headers=member)).json()["items"][0]
        body = {
            "option_id": option["id"],
            "beneficiary_ids": [await id_of(container, "M-1")],
            "starts_on": "2026-04-01",
            "consent": True,
            "consent_version": "v1",
        }
        asked = await client.post(f"{path}/option-requests", headers=member, json=body)
        partner = await decider(container)
        raised = await move(
            client, partner, asked.json()["id"], "validated", effective_on="2026-04-01"
        )
        assert raised.status_code == 200, raised.text
        await add(client, container, member)
        baby = (await family(client, member))[-1]
        assert {name for name, _, _ in await levels(client, member, baby["id"])} == {"Confort"}

    async def test_a_day_on_which_the_member_is_not_covered_is_refused_and_nothing_moves(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        response = await add(client, container, member, day="2019-12-31")
        assert (response.status_code, response.json()["code"]) == (409, "cover_not_started")
        listed = (await client.get("/v1/change-requests", headers=member)).json()["items"]
        assert [one["state"] for one in listed] == ["requested"]
        assert len(await family(client, member)) == 2

    async def test_who_left_comes_back_as_the_same_person(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        asked = (await remove(client, container, member, "M-1-2", "2026-03-14")).json()
        partner = await decider(container)
        await move(client, partner, asked["id"], "validated", effective_on="2026-03-14")
        lou = {"first_name": "Lou", "birth_date": "2015-09-01", "starts_on": "2026-04-01"}
        response = await add(client, container, member, day="2026-04-01", **lou)
        assert response.json()["beneficiary_ref"] == "M-1-2"
        assert await levels(client, member, await id_of(container, "M-1-2")) == [
            ("Confort", "2026-04-01", None),
            ("Confort", "2020-01-01", "2026-03-31"),
        ]


class TestTheFeedAfterAnAddition:
    async def test_under_a_reference_of_its_own_it_joins_the_person(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await add(client, container, member)
        before = (await family(client, member))[-1]
        await apply_feed(container, "beneficiaries", "M-1-9", beneficiary_body(rank=4, **BABY))
        people = await family(client, member)
        assert len(people) == 3
        assert (people[-1]["id"], people[-1]["rank"]) == (before["id"], 4)
        assert people[-1]["first_name"] == "ZOE"
        assert await id_of(container, "M-1-9") == before["id"]

    async def test_twins_are_two_and_a_rank_given_to_somebody_else_is_theirs(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await add(client, container, member)
        twin = beneficiary_body(rank=3, first_name="Noé", birth_date="2026-02-20")
        await apply_feed(container, "beneficiaries", "M-1-8", twin)
        people = await family(client, member)
        assert [one["first_name"] for one in people[2:]] == ["Noé", "Zoé"]
        await apply_feed(container, "beneficiaries", "M-1-9", beneficiary_body(rank=4, **BABY))
        people = await family(client, member)
        assert [(one["first_name"], one["rank"]) for one in people[2:]] == [("Noé", 3), ("ZOE", 4)]

    async def test_the_same_name_and_day_in_another_family_is_somebody_else(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await add(client, container, member)
        await apply_feed(container, "members", "M-2", member_body(last_name="Bernard"))
        other = beneficiary_body("M-2", rank=2, **BABY)
        await apply_feed(container, "beneficiaries", "M-2-2", other)
        assert (await family(client, member))[-1]["id"] != await id_of(container, "M-2-2")


class TestRemoval:
    async def test_cover_ends_with_the_month_and_the_person_stays_in_the_file(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        asked = (await remove(client, container, member, "M-1-2", "2026-04-25")).json()
        partner = await decider(container)
        response = await move(client, partner, asked["id"], "validated", effective_on="2026-04-25")
        assert response.status_code == 200, response.text
        lou = await id_of(container, "M-1-2")
        assert await levels(client, member, lou) == [("Confort", "2020-01-01", "2026-04-30")]
        assert (await family(client, member))[-1]["covered_until"] == "2026-04-30"

    async def test_a_day_without_cover_is_refused(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        asked = (await remove(client, container, member, "M-1-2")).json()
        partner = await decider(container)
        response = await move(client, partner, asked["id"], "validated", effective_on="2019-12-31")
        assert (response.status_code, response.json()["code"]) == (409, "cover_not_started")
