"""Twelve months of reimbursements, and their lines."""

from typing import Any

import httpx
import pytest

from app.container import Container
from app.schemas.reimbursements import ReimbursementLinePage, ReimbursementSummary
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.families import (
    CONSULTATION,
    PHARMACY,
    another_family,
    id_of,
    reimburse,
    signed_in_member,
    signed_in_spouse,
)
from tests.queries import count_queries

SUMMARY, LINES = "/v1/reimbursements/summary", "/v1/reimbursements"
NOBODY = "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille signed in on 14 March 2026, with two lines of her own and one of her child."""
    clock.set_to("2026-03-14 12:00")
    headers = await signed_in_member(container)
    child = {**CONSULTATION, "beneficiary_ref": "M-1-2", "care_date": "2026-02-01"}
    await reimburse(container, [CONSULTATION, PHARMACY, child])
    return headers


class TestGetReimbursementSummary:
    @pytest.mark.usefixtures("member")
    async def test_nobody_reads_it_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        response = await client.get(SUMMARY)
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    @pytest.mark.usefixtures("member")
    async def test_another_familys_person_is_nobody(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        stranger = await another_family(container)
        child = await id_of(container, "M-1-2")
        for person in (child, NOBODY, "odd", "x" * 400):
            response = await client.get(
                SUMMARY, params={"beneficiary_id": person}, headers=stranger
            )
            assert (response.status_code, response.json()["code"]) == (404, "beneficiary_not_found")

    @pytest.mark.usefixtures("member")
    async def test_an_adult_dependent_reads_only_their_own(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        spouse = await signed_in_spouse(container)
        own = await client.get(SUMMARY, headers=spouse)
        assert own.json()["beneficiary"]["first_name"] == "Dominique"
        for ref in ("M-1", "M-1-2"):
            person = {"beneficiary_id": await id_of(container, ref)}
            response = await client.get(SUMMARY, params=person, headers=spouse)
            assert response.json()["code"] == "beneficiary_not_found"

    async def test_it_sums_the_readers_own_lines_by_type_of_care(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        response = await client.get(SUMMARY, headers=member)
        assert response.headers["content-language"] == "fr"
        assert response.headers["cache-control"] == "no-store"
        assert response.json() == {
            "period": {"first": "2025-03-15", "last": "2026-03-14"},
            "beneficiary": {
                "id": await id_of(container, "M-1"),
                "first_name": "Camille",
                "last_name": "Martin",
                "relationship": "self",
            },
            "categories": [
                {
                    "category": "consultation",
                    "label": "Consultations et visites",
                    "actual_cost": "30.00",
                    "statutory": "19.00",
                    "complementary": "9.00",
                    "other_insurer": "0.00",
                    "left_to_pay": "2.00",
                    "acts": 1,
                },
                {
                    "category": "pharmacy",
                    "label": "Pharmacie",
                    "actual_cost": "12.40",
                    "statutory": "5.06",
                    "complementary": "3.34",
                    "other_insurer": "1.00",
                    "left_to_pay": "3.00",
                    "acts": 3,
                },
            ],
            "totals": {
                "actual_cost": "42.40",
                "statutory": "24.06",
                "complementary": "12.34",
                "other_insurer": "1.00",
                "left_to_pay": "5.00",
                "acts": 4,
            },
        }

    async def test_the_member_reads_a_childs(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        person = {"beneficiary_id": await id_of(container, "M-1-2")}
        body = (await client.get(SUMMARY, params=person, headers=member)).json()
        assert (body["beneficiary"]["first_name"], body["totals"]["acts"]) == ("Lou", 1)

    @pytest.mark.usefixtures("member")
    async def test_without_care_everything_is_zero(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        spouse = await signed_in_spouse(container)
        body = (await client.get(SUMMARY, headers=spouse)).json()
        assert body["categories"] == []
        assert body["totals"] == {
            "actual_cost": "0.00",
            "statutory": "0.00",
            "complementary": "0.00",
            "other_insurer": "0.00",
            "left_to_pay": "0.00",
            "acts": 0,
        }

    async def test_labels_follow_the_language(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        body = (await client.get(SUMMARY, headers=member | ENGLISH)).json()
        labels = [entry["label"] for entry in body["categories"]]
        assert labels == ["Consultations and visits", "Pharmacy"]

    async def test_the_raw_answer_is_what_the_document_declares(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        answer = (await client.get(SUMMARY, headers=member)).content
        assert_declared(answer, ReimbursementSummary)

    async def test_it_costs_two_queries(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await client.get(SUMMARY, headers=member)
        with count_queries(container) as queries:
            await client.get(SUMMARY, headers=member)
        assert len(queries) <= 2


class TestListReimbursements:
    @pytest.mark.usefixtures("member")
    async def test_nobody_reads_them_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        response = await client.get(LINES)
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    @pytest.mark.usefixtures("member")
    async def test_another_familys_lines_are_nobodys(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        stranger = await another_family(container)
        assert (await client.get(LINES, headers=stranger)).json()["items"] == []
        for person in (await id_of(container, "M-1"), NOBODY, "odd"):
            params = {"beneficiary_id": person}
            response = await client.get(LINES, params=params, headers=stranger)
            assert (response.status_code, response.json()["code"]) == (404, "beneficiary_not_found")

    @pytest.mark.usefixtures("member")
    async def test_an_adult_dependent_reads_only_their_own(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        spouse = await signed_in_spouse(container)
        own = {**CONSULTATION, "beneficiary_ref": "M-1-3"}
        await reimburse(container, [own], ref="S-2")
        items = (await client.get(LINES, headers=spouse)).json()["items"]
        assert [item["beneficiary"]["first_name"] for item in items] == ["Dominique"]

    @pytest.mark.parametrize(
        "query",
        [
            {"limit": "0"},
            {"limit": "101"},
            {"category": "surgery"},
            {"limit": "3.0"},
            {"limit": "+3"},
            {"from": "yesterday"},
            {"from": "0"},
            {"from": "2026-02-01T00:00:00"},
            {"to": "2026-02-30"},
            {"from": "2026-02-02", "to": "2026-02-01"},
        ],
    )
    async def test_a_malformed_filter_is_refused(
        self, client: httpx.AsyncClient, member: dict[str, str], query: dict[str, str]
    ) -> None:
        response = await client.get(LINES, params=query, headers=member)
        assert (response.status_code, response.json()["code"]) == (422, "invalid_request")
        assert response.json()["errors"][0]["pointer"] in {f"/query/{name}" for name in query}

    async def test_a_cursor_is_of_one_list_of_one_reader(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        stranger = await another_family(container)
        page = (await client.get(LINES, params={"limit": 1}, headers=member)).json()
        cursor = page["next_cursor"]
        tampered = cursor[:-4] + ("AAAA" if cursor[-4:] != "AAAA" else "BBBB")
        for headers, query in (
            (member, {"cursor": tampered}),
            (member, {"cursor": "é"}),
            (member, {"cursor": cursor, "category": "pharmacy"}),
            (stranger, {"cursor": cursor}),
        ):
            response = await client.get(LINES, params=query, headers=headers)
            assert (response.status_code, response.json()["code"]) == (400, "invalid_cursor")

    async def test_a_line_tells_everything_of_its_act(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        params = {"from": "2026-02-02"}
        body = (await client.get(LINES, params=params, headers=member)).json()
        line = body["items"][0]
        assert body == {"items": [line], "next_cursor": None}
        assert line == {
            "id": line["id"],
            "statement_id": line["statement_id"],
            "beneficiary": {
                "id": await id_of(container, "M-1"),
                "first_name": "Camille",
                "last_name": "Martin",
            },
            "care_date": "2026-02-03",
            "category": "consultation",
            "category_label": "Consultations et visites",
            "act_code": "GS",
            "act_label": "Consultation généraliste",
            "act_family": "Consultations",
            "quantity": 1,
            "provider": {"name": "Dr Claire Fontaine", "rpps": "10001234567", "finess": None},
            "spent": "30.00",
            "base": "30.00",
            "statutory_rate": "0.7000",
            "statutory_gross": "21.00",
            "flat_deduction": "2.00",
            "statutory_net": "19.00",
            "other_insurer": "0.00",
            "complementary": "9.00",
            "left_to_pay": "2.00",
            "payee": "member",
            "third_party_payment": False,
            "paid_on": "2026-02-10",
            "payment_reference": "VIR-0001",
            "source": "noemie",
        }

    async def test_an_unknown_provider_is_absent(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        params = {"category": "pharmacy"}
        (line,) = (await client.get(LINES, params=params, headers=member)).json()["items"]
        assert "provider" not in line
        assert (line["act_family"], line["paid_on"], line["payee"]) == (None, None, "provider")

    async def test_filters_narrow_the_list(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        child = await id_of(container, "M-1-2")
        for params, dates in (
            ({}, ["2026-02-03", "2026-02-01", "2026-01-20"]),
            ({"beneficiary_id": child}, ["2026-02-01"]),
            ({"category": "consultation"}, ["2026-02-03", "2026-02-01"]),
            ({"from": "2026-01-21", "to": "2026-02-01"}, ["2026-02-01"]),
            ({"beneficiary_id": child, "category": "pharmacy"}, []),
            ({"to": "2026-01-19"}, []),
        ):
            body = (await client.get(LINES, params=params, headers=member)).json()
            assert [item["care_date"] for item in body["items"]] == dates, params

    async def test_paging_neither_loses_nor_repeats_a_line(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        same_day = [{"care_date": "2026-02-20", "act_code": f"A{n}"} for n in range(7)]
        await reimburse(container, same_day, ref="S-2")
        whole = (await client.get(LINES, headers=member)).json()["items"]
        seen: list[dict[str, Any]] = []
        cursor: str | None = None
        for turn in range(20):
            query = {"limit": "3"} | ({"cursor": cursor} if cursor else {})
            page = (await client.get(LINES, params=query, headers=member)).json()
            seen += page["items"]
            cursor = page["next_cursor"]
            if turn == 0:
                # What comes in at the top moves nothing of the pages below.
                await reimburse(container, [{"care_date": "2026-03-01"}], ref="S-3")
            if cursor is None:
                break
        assert [line["id"] for line in seen] == [line["id"] for line in whole]
        assert len(seen) == 10

    async def test_the_raw_answer_is_what_the_document_declares(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        answer = (await client.get(LINES, headers=member)).content
        assert_declared(answer, ReimbursementLinePage)

    async def test_it_costs_two_queries(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await client.get(LINES, headers=member)
        with count_queries(container) as queries:
            await client.get(LINES, headers=member)
        assert len(queries) <= 2
