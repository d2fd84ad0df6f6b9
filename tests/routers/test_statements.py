"""Statements: the list and one with its lines."""

import httpx
import pytest

from app.container import Container
from app.schemas.statements import StatementPage, StatementRead
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.families import (
    CONFIDENTIAL,
    CONSULTATION,
    PHARMACY,
    another_family,
    id_of,
    signed_in_member,
    signed_in_spouse,
)
from tests.factories.feeds import apply_feed, line_body, make_portfolio, statement_body
from tests.factories.papers import statement_id
from tests.queries import count_queries

STATEMENTS = "/v1/statements"
NOBODY = "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d"
SPOUSE = {"beneficiary_ref": "M-1-3"}


async def issue(container: Container, ref: str, day: str, *lines: dict[str, object]) -> None:
    bodies = [line_body(**{"beneficiary_ref": "M-1", **CONSULTATION, **line}) for line in lines]
    await apply_feed(container, "statements", ref, statement_body("M-1", bodies, issued_on=day))


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille on 14 March 2026: two statements, the newer one of Lou alone."""
    clock.set_to("2026-03-14 12:00")
    headers = await signed_in_member(container)
    await issue(container, "S-1", "2026-02-09", {}, PHARMACY)
    await issue(container, "S-2", "2026-03-01", {"beneficiary_ref": "M-1-2"})
    return headers


class TestListStatements:
    @pytest.mark.usefixtures("member")
    async def test_nobody_reads_them_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        response = await client.get(STATEMENTS)
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    @pytest.mark.usefixtures("member")
    async def test_another_family_has_none_of_them(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        stranger = await another_family(container)
        assert (await client.get(STATEMENTS, headers=stranger)).json()["items"] == []
        person = {"beneficiary_id": await id_of(container, "M-1")}
        response = await client.get(STATEMENTS, params=person, headers=stranger)
        assert (response.status_code, response.json()["code"]) == (404, "beneficiary_not_found")

    async def test_a_period_that_ends_before_it_begins_is_refused(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        period = {"from": "2026-02-01", "to": "2026-01-01"}
        response = await client.get(STATEMENTS, params=period, headers=member)
        assert response.status_code == 422
        assert response.json()["errors"][0]["pointer"] == "/query/to"

    async def test_a_cursor_of_other_filters_is_refused(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        page = (await client.get(STATEMENTS, params={"limit": 1}, headers=member)).json()
        other = {"cursor": page["next_cursor"], "from": "2026-01-01"}
        response = await client.get(STATEMENTS, params=other, headers=member)
        assert (response.status_code, response.json()["code"]) == (400, "invalid_cursor")

    async def test_they_come_newest_first_with_their_sums(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        response = await client.get(STATEMENTS, headers=member)
        assert_declared(response.content, StatementPage)
        assert response.headers["cache-control"] == "no-store"
        assert response.json() == {
            "items": [
                {
                    "id": await statement_id(container, "S-2"),
                    "number": "S-2",
                    "issued_on": "2026-03-01",
                    "source": "noemie",
                    "totals": {
                        "actual_cost": "30.00",
                        "statutory": "19.00",
                        "complementary": "9.00",
                        "other_insurer": "0.00",
                        "left_to_pay": "2.00",
                        "acts": 1,
                    },
                    "lines": 1,
                },
                {
                    "id": await statement_id(container, "S-1"),
                    "number": "S-1",
                    "issued_on": "2026-02-09",
                    "source": "noemie",
                    "totals": {
                        "actual_cost": "42.40",
                        "statutory": "24.06",
                        "complementary": "12.34",
                        "other_insurer": "1.00",
                        "left_to_pay": "5.00",
                        "acts": 4,
                    },
                    "lines": 2,
                },
            ],
            "next_cursor": None,
        }

    @pytest.mark.parametrize(
        ("query", "numbers"),
        [
            ({"from": "2026-02-09", "to": "2026-02-09"}, ["S-1"]),
            ({"from": "2026-02-10"}, ["S-2"]),
            ({"to": "2026-02-08"}, []),
        ],
    )
    async def test_both_days_of_a_period_are_included(
        self,
        client: httpx.AsyncClient,
        member: dict[str, str],
        query: dict[str, str],
        numbers: list[str],
    ) -> None:
        body = (await client.get(STATEMENTS, params=query, headers=member)).json()
        assert [one["number"] for one in body["items"]] == numbers

    async def test_one_beneficiary_may_be_asked_of(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await issue(container, "S-3", "2026-03-02", {}, {"beneficiary_ref": "M-1-2"})
        person = {"beneficiary_id": await id_of(container, "M-1-2")}
        body = (await client.get(STATEMENTS, params=person, headers=member)).json()
        # The whole statement is told, as it is when it is read.
        assert [(one["number"], one["lines"]) for one in body["items"]] == [("S-3", 2), ("S-2", 1)]

    async def test_pages_follow_each_other_while_statements_arrive(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        for number in range(3, 9):
            await issue(container, f"S-{number}", "2026-02-09", {})
        seen, cursor = [], None
        while True:
            query = {"limit": "3", **({"cursor": cursor} if cursor else {})}
            page = (await client.get(STATEMENTS, params=query, headers=member)).json()
            seen += [one["number"] for one in page["items"]]
            await issue(container, f"N-{len(seen)}", "2026-03-10", {})
            if (cursor := page["next_cursor"]) is None:
                break
        assert seen == ["S-2", "S-8", "S-7", "S-6", "S-5", "S-4", "S-3", "S-1"]

    async def test_it_costs_two_queries(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await client.get(STATEMENTS, headers=member)
        with count_queries(container) as queries:
            await client.get(STATEMENTS, headers=member)
        assert len(queries) <= 2


class TestGetStatement:
    async def test_nobody_reads_it_unless_signed_in(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        path = f"{STATEMENTS}/{await statement_id(container, 'S-1')}"
        assert (await client.get(path)).json()["code"] == "unauthenticated"
        assert (await client.get(path, headers=member)).status_code == 200

    @pytest.mark.usefixtures("member")
    async def test_another_familys_is_as_good_as_missing(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        stranger = await another_family(container)
        for name in (await statement_id(container, "S-1"), NOBODY, "odd"):
            response = await client.get(f"{STATEMENTS}/{name}", headers=stranger)
            assert (response.status_code, response.json()["code"]) == (404, "statement_not_found")

    async def test_it_tells_lines_payments_and_totals(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        name = await statement_id(container, "S-1")
        response = await client.get(f"{STATEMENTS}/{name}", headers=member)
        assert_declared(response.content, StatementRead)
        body = response.json()
        lines = body.pop("lines")
        assert [line["act_code"] for line in lines] == ["GS", "PH7"]
        assert {line["statement_id"] for line in lines} == {name}
        assert body == {
            "id": name,
            "number": "S-1",
            "issued_on": "2026-02-09",
            "source": "noemie",
            "totals": {
                "actual_cost": "42.40",
                "statutory": "24.06",
                "complementary": "12.34",
                "other_insurer": "1.00",
                "left_to_pay": "5.00",
                "acts": 4,
            },
            "member_number": "00000001",
            "payments": [
                {
                    "payee": "member",
                    "paid_on": "2026-02-10",
                    "reference": "VIR-0001",
                    "amount": "9.00",
                },
                {"payee": "provider", "paid_on": None, "reference": None, "amount": "3.34"},
            ],
        }

    async def test_lines_paid_together_are_one_payment(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        free = {"complementary": "0.00", "left_to_pay": "11.00", "payment_reference": "VIR-2"}
        await issue(container, "S-3", "2026-03-02", {}, {}, free)
        path = f"{STATEMENTS}/{await statement_id(container, 'S-3')}"
        payments = (await client.get(path, headers=member)).json()["payments"]
        assert [(one["reference"], one["amount"]) for one in payments] == [("VIR-0001", "18.00")]

    async def test_what_is_still_good_is_not_sent_again(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        path = f"{STATEMENTS}/{await statement_id(container, 'S-1')}"
        etag = (await client.get(path, headers=member)).headers["etag"]
        known = member | {"If-None-Match": etag}
        assert (await client.get(path, headers=known)).status_code == 304
        english = await client.get(path, headers=known | {"Accept-Language": "en"})
        assert english.status_code == 200

    async def test_it_costs_three_queries(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        path = f"{STATEMENTS}/{await statement_id(container, 'S-1')}"
        await client.get(path, headers=member)
        with count_queries(container) as queries:
            await client.get(path, headers=member)
        assert len(queries) <= 3


class TestConfidentiality:
    async def test_lines_that_may_not_be_seen_are_left_out_and_totals_follow(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        spouse = await signed_in_spouse(container)
        await issue(container, "S-3", "2026-03-02", {}, SPOUSE)
        await issue(container, "S-4", "2026-03-03", SPOUSE)
        mixed, alone = [await statement_id(container, ref) for ref in ("S-3", "S-4")]
        before = (await client.get(f"{STATEMENTS}/{mixed}", headers=member)).json()
        assert (len(before["lines"]), before["totals"]["actual_cost"]) == (2, "60.00")
        await make_portfolio(container, family_rights=CONFIDENTIAL)
        container.portfolios._remembered.clear()

        listed = (await client.get(STATEMENTS, headers=member)).json()["items"]
        assert [one["number"] for one in listed] == ["S-3", "S-2", "S-1"]
        assert (listed[0]["lines"], listed[0]["totals"]["actual_cost"]) == (1, "30.00")
        after = (await client.get(f"{STATEMENTS}/{mixed}", headers=member)).json()
        assert [line["beneficiary"]["first_name"] for line in after["lines"]] == ["Camille"]
        assert (after["totals"]["actual_cost"], after["payments"][0]["amount"]) == ("30.00", "9.00")
        hidden = await client.get(f"{STATEMENTS}/{alone}", headers=member)
        assert (hidden.status_code, hidden.json()["code"]) == (404, "statement_not_found")
        person = {"beneficiary_id": await id_of(container, "M-1-3")}
        refused = await client.get(STATEMENTS, params=person, headers=member)
        assert (refused.status_code, refused.json()["code"]) == (403, "confidential")

        own = (await client.get(STATEMENTS, headers=spouse)).json()["items"]
        assert [(one["number"], one["lines"]) for one in own] == [("S-4", 1), ("S-3", 1)]
        theirs = await client.get(
            f"{STATEMENTS}/{await statement_id(container, 'S-1')}", headers=spouse
        )
        assert theirs.status_code == 404
