"""`PUT /partner/v1/tariffs/{ref}`."""

from decimal import Decimal
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from app.container import Container
from app.models.tariff import Tariff
from app.services.portfolios import CurrentPortfolio
from tests.factories.benefits import TARIFFS, act_body, tariff_body
from tests.factories.partners import bearing, make_token
from tests.routers.partner.conftest import rows
from tests.routers.partner.refusals import REFUSED, refusals

PATH = "/partner/v1/tariffs/T-9"
GP = TARIFFS["gp-2"]
DEDUCTION = TARIFFS["participation"]
RENEWAL = TARIFFS["optical-renewal"]


class TestPutTariff:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        found = await refusals(client, container, "tariffs:write", "PUT", PATH, json=GP)
        assert found == REFUSED

    async def test_an_employers_token_is_refused(
        self, client: httpx.AsyncClient, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        token = await make_token(container, portfolio, "members:write", employer_ref="EMP-1")
        response = await client.put(PATH, json=GP, headers=bearing(token))
        assert (response.status_code, response.json()["code"]) == (403, "permission_missing")

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            (tariff_body("gp"), {"/category", "/act_code", "/benefit_code", "/unit"}),
            ({**GP, "yearly_cap": "50.00"}, {"/yearly_cap"}),
            (tariff_body("a", "flat_deduction"), {"/amount", "/deduction"}),
            ({**DEDUCTION, "base": "1.00"}, {"/base"}),
            (tariff_body("a", "renewal", category="optical"), {"/months"}),
            ({**RENEWAL, "unit": "act"}, {"/unit"}),
            ({**GP, "ends_on": "2024-12-21"}, {"/ends_on"}),
            (
                {**RENEWAL, "months_by_age": [{"up_to_age": 15, "months": 12}] * 2},
                {"/months_by_age"},
            ),
            ({**GP, "base": "-1.00", "colour": "bleu"}, {"/base", "/"}),
            ({**GP, "statutory_rate": "1.1"}, {"/statutory_rate"}),
            ({**GP, "code": "Médecin"}, {"/code"}),
        ],
    )
    async def test_what_a_kind_lacks_or_does_not_take_is_422(
        self, partner: httpx.AsyncClient, body: dict[str, Any], expected: set[str]
    ) -> None:
        response = await partner.put(PATH, json=body)
        problem = response.json()
        assert (response.status_code, problem["code"]) == (422, "invalid_request")
        assert {error["pointer"] for error in problem["errors"]} == expected

    async def test_another_of_the_same_code_and_day_is_409(
        self, partner: httpx.AsyncClient
    ) -> None:
        await partner.put(PATH, json=GP)
        response = await partner.put("/partner/v1/tariffs/T-10", json=GP)
        problem = response.json()
        assert (response.status_code, problem["code"]) == (409, "reference_taken")
        assert [error["pointer"] for error in problem["errors"]] == ["/starts_on"]

    async def test_created_then_unchanged_then_updated(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        created = await partner.put(PATH, json=GP)
        again = await partner.put(PATH, json=GP)
        updated = await partner.put(PATH, json={**GP, "base": "31.00"})
        answers = [(r.status_code, r.json()["outcome"]) for r in (created, again, updated)]
        assert answers == [(201, "created"), (200, "unchanged"), (200, "updated")]
        (row,) = await rows(container, select(Tariff).where(Tariff.ref == "T-9"))
        assert (row.base, row.statutory_rate) == (Decimal("31.00"), Decimal("0.7000"))
        assert row.months_by_age is None

    async def test_every_kind_is_kept(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        for ref, body in TARIFFS.items():
            assert (await partner.put(f"/partner/v1/tariffs/{ref}", json=body)).status_code == 201
        kept = await rows(container, select(Tariff).order_by(Tariff.ref))
        assert [row.ref for row in kept] == sorted(TARIFFS)
        by_age = {row.ref: row.months_by_age for row in kept}["optical-renewal"]
        assert by_age == RENEWAL["months_by_age"]

    async def test_an_act_changes_its_kind_without_a_trace_of_the_other(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        await partner.put(PATH, json=act_body("gp", "consultation", "G", "general", base="30.00"))
        await partner.put(PATH, json=DEDUCTION)
        (row,) = await rows(container, select(Tariff).where(Tariff.ref == "T-9"))
        assert (row.base, row.category, row.amount) == (None, None, Decimal("2.00"))
