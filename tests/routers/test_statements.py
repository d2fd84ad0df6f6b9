"""Statements: the list, and one with its lines."""

from typing import Any

import httpx
import pytest

from app.container import Container
from app.schemas.statements import StatementPage, StatementRead
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.families import (
    CONSULTATION,
    PHARMACY,
    another_family,
    id_of,
    signed_in_member,
    signed_in_spouse,
)
from tests.factories.feeds import apply_feed, line_body, statement_body
from tests.queries import count_queries

STATEMENTS = "/v1/statements"
NOBODY = "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d"


async def issue(container: Container, ref: str, day: str, *lines: dict[str, Any]) -> None:
    body = statement_body("M-1", [line_body(**line) for line in lines], issued_on=day)
    await apply_feed(container, "statements", ref, body)


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille with two statements: one of her own, one of hers and her child's."""
    clock.set_to("2026-03-14 12:00")
    headers = await signed_in_member(container)
    child = {**PHARMACY, "beneficiary_ref": "M-1-2"}
    await issue(container, "S-1", "2026-01-25", CONSULTATION)
    await issue(container, "S-2", "2026-02-10", CONSULTATION, child)
    return headers


class TestListStatements:
    @pytest.mark.usefixtures("member")
    async def test_nobody_reads_them_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        assert (await client.get(STATEMENTS)).status_code == 401

    @pytest.mark.usefixtures("member")
    async def test_another_familys_person_is_nobody(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        stranger = await another_family(container)
        person = {"beneficiary_id": await id_of(container, "M-1")}
        refused = await client.get(STATEMENTS, params=person, headers=stranger)
        assert (refused.status_code, refused.json()["code"]) == (404, "beneficiary_not_found")
        assert (await client.get(STATEMENTS, headers=stranger)).json()["items"] == []

    async def test_a_period_ends_after_it_begins(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        period = {"from": "2026-02-01", "to": "2026-01-01"}
        assert (await client.get(STATEMENTS, params=period, headers=member)).status_code == 422

    async def test_the_newest_come_first_with_their_sums(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        with count_queries(container) as queries:
            response = await client.get(STATEMENTS, headers=member)
        assert_declared(response.content, StatementPage)
        newest, older = response.json()["items"]
        assert newest == {
            "id": newest["id"],
            "issued_on": "2026-02-10",
            "source": "noemie",
            "beneficiaries": [
                {
                    "id": await id_of(container, "M-1"),
                    "first_name": "Camille",
                    "last_name": "Martin",
                },
                {
                    "id": await id_of(container, "M-1-2"),
                    "first_name": "Lou",
                    "last_name": "Martin",
                },
            ],
            "lines": 2,
            "totals": {
                "actual_cost": "42.40",
                "statutory": "24.06",
                "complementary": "12.34",
                "other_insurer": "1.00",
                "left_to_pay": "5.00",
                "acts": 4,
            },
        }
        assert (older["issued_on"], older["lines"]) == ("2026-01-25", 1)
        assert len(queries) <= 2

    async def test_of_one_beneficiary_only_their_lines_count(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        person = {"beneficiary_id": await id_of(container, "M-1-2")}
        items = (await client.get(STATEMENTS, params=person, headers=member)).json()["items"]
        assert [(one["issued_on"], one["lines"]) for one in items] == [("2026-02-10", 1)]
        assert items[0]["totals"]["actual_cost"] == "12.40"

    async def test_days_of_issue_are_included(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        period = {"from": "2026-01-25", "to": "2026-02-09"}
        items = (await client.get(STATEMENTS, params=period, headers=member)).json()["items"]
        assert [one["issued_on"] for one in items] == ["2026-01-25"]

    async def test_pages_meet_without_gap_or_overlap(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        for number in range(5):
            await issue(container, f"S-1{number}", "2026-02-10", CONSULTATION)
        seen, query = [], {"limit": "2"}
        while True:
            page = (await client.get(STATEMENTS, params=query, headers=member)).json()
            seen += [one["id"] for one in page["items"]]
            if page["next_cursor"] is None:
                break
            query["cursor"] = page["next_cursor"]
        assert len(seen) == len(set(seen)) == 7

    @pytest.mark.usefixtures("member")
    async def test_an_adult_dependent_sees_those_with_lines_of_their_own(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        spouse = await signed_in_spouse(container)
        own = {**CONSULTATION, "beneficiary_ref": "M-1-3"}
        await issue(container, "S-3", "2026-02-20", CONSULTATION, own)
        items = (await client.get(STATEMENTS, headers=spouse)).json()["items"]
        assert [(one["issued_on"], one["lines"]) for one in items] == [("2026-02-20", 1)]
        assert items[0]["totals"]["actual_cost"] == "30.00"


class TestGetStatement:
    async def test_another_familys_statement_is_nobodys(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        ours = (await client.get(STATEMENTS, headers=member)).json()["items"][0]["id"]
        stranger = await another_family(container)
        for statement in (ours, NOBODY, "odd"):
            response = await client.get(f"{STATEMENTS}/{statement}", headers=stranger)
            assert (response.status_code, response.json()["code"]) == (404, "statement_not_found")

    async def test_its_lines_add_up(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        listed = (await client.get(STATEMENTS, headers=member)).json()["items"][0]
        response = await client.get(f"{STATEMENTS}/{listed['id']}", headers=member)
        assert_declared(response.content, StatementRead)
        body = response.json()
        assert body["totals"] == listed["totals"]
        assert [line["act_code"] for line in body["lines"]] == ["GS", "PH7"]
        assert {line["statement_id"] for line in body["lines"]} == {body["id"]}
        lines = (await client.get("/v1/reimbursements", headers=member)).json()["items"]
        assert all(line in lines for line in body["lines"])

    async def test_what_is_held_already_is_not_sent_again(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        listed = (await client.get(STATEMENTS, headers=member)).json()["items"][0]
        path = f"{STATEMENTS}/{listed['id']}"
        etag = (await client.get(path, headers=member)).headers["etag"]
        again = await client.get(path, headers={**member, "If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
