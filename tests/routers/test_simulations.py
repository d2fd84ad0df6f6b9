"""`POST /v1/reimbursements/simulations`."""

from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from app.container import Container
from app.models import Base
from tests.clock import AdjustableClock
from tests.factories.benefits import apply_rules
from tests.factories.families import (
    another_family,
    id_of,
    signed_in_dependent,
    signed_in_member,
    signed_in_spouse,
)
from tests.factories.feeds import apply_feed, beneficiary_body, cover, make_portfolio, member_body
from tests.factories.simulations import GP, SIMULATIONS, left_of, shares, simulate
from tests.queries import count_queries

QUERIES = 6
"""The session, the covers, the tariffs, the guarantees, the year, the equipments."""


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille, 39, on 14 March 2026, with a child and no line yet."""
    clock.set_to("2026-03-14 12:00")
    headers = await signed_in_member(container)
    await apply_rules(container)
    return headers


class TestWhoMaySimulate:
    @pytest.mark.usefixtures("member")
    async def test_nobody_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        response = await client.post(SIMULATIONS, json={"acts": [GP]})
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    async def test_another_familys_beneficiary_and_a_missing_one_are_the_same_404(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await another_family(container)
        answers = []
        for person in (await id_of(container, "M-2"), "0198-nobody"):
            body = {"acts": [GP], "beneficiary_id": person}
            response = await client.post(SIMULATIONS, headers=member, json=body)
            answers.append((response.status_code, response.json()["code"]))
        assert answers == [(404, "beneficiary_not_found")] * 2

    async def test_of_whom_the_lines_are_confidential_nothing_is_simulated(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await signed_in_spouse(container)
        await make_portfolio(container, family_rights={"adult": ["card", "totals"]})
        container.portfolios._remembered.clear()
        body = {"acts": [GP], "beneficiary_id": await id_of(container, "M-1-3")}
        response = await client.post(SIMULATIONS, headers=member, json=body)
        assert (response.status_code, response.json()["code"]) == (403, "confidential")

    @pytest.mark.usefixtures("member")
    async def test_an_adult_dependent_simulates_for_themself(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        spouse = await signed_in_spouse(container)
        assert (await simulate(client, spouse, GP))["beneficiary"]["first_name"] == "Dominique"


class TestRefusals:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ({"acts": [{**GP, "code": "witchcraft"}]}, [("/acts/0/code", "unknown_act")]),
            ({"acts": [GP, {**GP, "code": "participation"}]}, [("/acts/1/code", "unknown_act")]),
            (
                {"acts": [{"code": "glasses", "price": "90.00", "frame_price": "100.00"}]},
                [("/acts/0/frame_price", "frame_above_price")],
            ),
            ({"acts": [GP], "care_date": "2023-01-01"}, [("/care_date", "invalid_date")]),
            ({"acts": [GP], "care_date": "9999-12-31"}, [("/care_date", "invalid_date")]),
            ({"acts": []}, [("/acts", "too_short")]),
            ({"acts": [GP] * 11}, [("/acts", "too_long")]),
            ({"acts": [{**GP, "quantity": 0}]}, [("/acts/0/quantity", "greater_than_equal")]),
            ({"acts": [{**GP, "price": 30}]}, [("/acts/0/price", "string_type")]),
        ],
    )
    async def test_what_is_malformed_is_422_and_where(
        self, client: httpx.AsyncClient, member: dict[str, str], body: Any, expected: Any
    ) -> None:
        response = await client.post(SIMULATIONS, headers=member, json=body)
        problem = response.json()
        assert (response.status_code, problem["code"]) == (422, "invalid_request")
        assert [(one["pointer"], one["code"]) for one in problem["errors"]] == expected

    async def test_without_cover_on_the_day_it_is_409(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        before = await client.post(
            SIMULATIONS, headers=member, json={"acts": [GP], "care_date": "2027-01-01"}
        )
        assert before.status_code == 200
        ended = member_body(1, covers=[cover(terminated_on="2026-05-10")])
        await apply_feed(container, "members", "M-1", ended)
        after = await client.post(
            SIMULATIONS, headers=member, json={"acts": [GP], "care_date": "2027-01-01"}
        )
        assert (after.status_code, after.json()["code"]) == (409, "cover_ended")
        may = {"acts": [GP], "care_date": "2026-05-31"}
        assert (await client.post(SIMULATIONS, headers=member, json=may)).status_code == 200

    @pytest.mark.usefixtures("member")
    async def test_who_left_reads_of_the_past_but_simulates_nothing(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        left = beneficiary_body(
            "M-1", "spouse", 3, birth_date="1987-02-01", covers=[cover(terminated_on="2025-12-31")]
        )
        await apply_feed(container, "beneficiaries", "M-1-3", left)
        headers = await signed_in_dependent(container, "M-1-3")
        response = await client.post(SIMULATIONS, headers=headers, json={"acts": [GP]})
        assert (response.status_code, response.json()["code"]) == (409, "cover_ended")


class TestSimulate:
    async def test_an_act_is_shared_out_and_explained(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        parts = {
            "spent": "30.00",
            "statutory_gross": "21.00",
            "flat_deduction": "2.00",
            "statutory_net": "19.00",
            "complementary": "9.00",
            "left_to_pay": "2.00",
        }
        answer = await simulate(client, member, GP)
        caps, limits = answer.pop("flat_deductions"), answer.pop("entitlements")
        assert answer == {
            "beneficiary": {
                "id": await id_of(container, "M-1"),
                "first_name": "Camille",
                "last_name": "Martin",
            },
            "benefit_level": "Confort",
            "care_date": "2026-03-14",
            "in_pathway": True,
            "acts": [
                {
                    "code": "gp",
                    "label": "Tarif gp",
                    "category": "consultation",
                    "quantity": 1,
                    "benefit_code": "general",
                    "benefit_label": "Garantie general",
                    "base": "30.00",
                    "statutory_rate": "0.7000",
                    **parts,
                    "trace": [
                        {
                            "code": "statutory_gross",
                            "amount": "21.00",
                            "sentence": "La Sécurité sociale prend en charge 70\u00a0% de "
                            "30,00\u00a0€, soit 21,00\u00a0€.",
                        },
                        {
                            "code": "flat_deduction",
                            "amount": "2.00",
                            "sentence": "Elle retient 2,00\u00a0€ de participation ou de "
                            "franchise, qui restent à votre charge.",
                        },
                        {
                            "code": "guarantee",
                            "amount": "9.00",
                            "sentence": "Nous complétons la Sécurité sociale jusqu’à 100\u00a0% de "
                            "sa base de remboursement. Pour cet acte : 9,00\u00a0€.",
                        },
                        {
                            "code": "left_to_pay",
                            "amount": "2.00",
                            "sentence": "Il vous reste 2,00\u00a0€ à payer.",
                        },
                    ],
                }
            ],
            "totals": parts,
        }
        assert caps == [
            {
                "pool": "franchise",
                "label": "Franchises médicales",
                "cap": "50.00",
                "borne": "0.00",
                "left": "50.00",
            },
            {
                "pool": "participation",
                "label": "Participation forfaitaire",
                "cap": "50.00",
                "borne": "2.00",
                "left": "48.00",
            },
        ]
        assert [(limit["code"], limit["kind"]) for limit in limits] == [
            ("osteopathy", "yearly_amount"),
            ("psychology", "sessions"),
            ("optical", "equipment"),
            ("hearing", "equipment"),
        ]

    async def test_english_on_request(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        answer = await simulate(client, member | {"Accept-Language": "en"}, GP)
        act = answer["acts"][0]
        assert (act["label"], act["benefit_label"]) == ("Tariff gp", "Benefit general")
        assert act["trace"][0]["sentence"] == "Statutory insurance pays 70% of €30.00: €21.00."

    async def test_tariffs_are_those_of_the_day_of_care(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        before = await simulate(client, member, GP, care_date="2024-12-21")
        after = await simulate(client, member, GP, care_date="2024-12-22")
        assert [answer["acts"][0]["base"] for answer in (before, after)] == ["26.50", "30.00"]

    async def test_outside_the_pathway_the_penalty_is_the_members(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        (act,) = (await simulate(client, member, GP, in_pathway=False))["acts"]
        assert shares(act) == ("2.00", "7.00", "9.00", "14.00")
        assert "outside_pathway" in {step["code"] for step in act["trace"]}

    async def test_a_child_bears_no_deduction(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        child = await id_of(container, "M-1-2")
        answer = await simulate(client, member, GP, beneficiary_id=child)
        assert shares(answer["acts"][0]) == ("0.00", "21.00", "9.00", "0.00")
        assert answer["flat_deductions"] == []

    async def test_a_basket_adds_up_and_each_act_uses_what_those_before_left(
        self, client: httpx.AsyncClient, member: dict[str, str]
    ) -> None:
        answer = await simulate(
            client,
            member,
            {"code": "medicine", "price": "10.00", "quantity": 2},
            {"code": "osteopathy", "price": "150.00"},
            {"code": "osteopathy", "price": "60.00"},
            {"code": "psychology", "price": "60.00", "quantity": 5},
            {"code": "room", "price": "78.00", "quantity": 3},
            {"code": "day_charge", "price": "23.00", "quantity": 4},
            {"code": "crown", "price": "500.00"},
            {"code": "implant", "price": "1200.00"},
            {"code": "massage", "price": "50.00"},
        )
        assert [shares(act) for act in answer["acts"]] == [
            ("2.00", "11.00", "7.00", "2.00"),
            ("0.00", "0.00", "150.00", "0.00"),
            ("0.00", "0.00", "50.00", "10.00"),
            ("0.00", "0.00", "120.00", "180.00"),
            ("0.00", "0.00", "180.00", "54.00"),
            ("0.00", "0.00", "92.00", "0.00"),
            ("0.00", "72.00", "428.00", "0.00"),
            ("0.00", "0.00", "400.00", "800.00"),
            ("0.00", "0.00", "0.00", "50.00"),
        ]
        assert answer["totals"] == {
            "spent": "2606.00",
            "statutory_gross": "85.00",
            "flat_deduction": "2.00",
            "statutory_net": "83.00",
            "complementary": "1427.00",
            "left_to_pay": "1096.00",
        }
        assert left_of(answer, "osteopathy")["amount_left"] == "0.00"
        assert left_of(answer, "psychology")["sessions_left"] == 0
        assert answer["acts"][-1]["benefit_code"] is None

    async def test_nothing_is_written(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        before = await sizes(container)
        await simulate(client, member, GP)
        assert await sizes(container) == before

    async def test_it_asks_six_questions(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await simulate(client, member, GP)
        with count_queries(container) as queries:
            await simulate(client, member, *[GP] * 10)
        assert len(queries) <= QUERIES


async def sizes(container: Container) -> dict[str, int]:
    async with container.database.read() as connection:
        return {
            table.name: await connection.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }
