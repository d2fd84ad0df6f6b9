"""`PUT /partner/v1/benefit-levels/{ref}`."""

from decimal import Decimal
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from app.container import Container
from app.models.benefit import Benefit
from app.models.benefit_level import BenefitLevel
from app.services.portfolios import CurrentPortfolio
from app.values.benefits import BenefitForm
from tests.factories.benefits import BENEFITS, benefit_body
from tests.factories.feeds import benefit_level_body
from tests.factories.partners import bearing, make_token
from tests.routers.partner.conftest import rows
from tests.routers.partner.refusals import REFUSED, refusals

PATH = "/partner/v1/benefit-levels/L-9"


class TestPutBenefitLevel:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        scope = "benefit-levels:write"
        body = benefit_level_body()
        assert await refusals(client, container, scope, "PUT", PATH, json=body) == REFUSED

    async def test_an_employers_token_is_refused(
        self, client: httpx.AsyncClient, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        scopes = ["members:write", "token:read"]
        token = await make_token(container, portfolio, *scopes, employer_ref="EMP-1")
        response = await client.put(PATH, json=benefit_level_body(), headers=bearing(token))
        assert (response.status_code, response.json()["code"]) == (403, "permission_missing")

    async def test_an_unknown_field_or_value_is_422(self, partner: httpx.AsyncClient) -> None:
        grid = [{"domain": "PHAR", "value": "PEUT-ÊTRE"}]
        response = await partner.put(
            PATH, json=benefit_level_body(third_party_payment=grid, colour="bleu")
        )
        problem = response.json()
        assert (response.status_code, problem["code"]) == (422, "invalid_request")
        assert {error["pointer"] for error in problem["errors"]} == {
            "/",
            "/third_party_payment/0/value",
        }
        assert "PEUT" not in response.text

    async def test_a_domain_twice_or_that_the_card_does_not_list_is_422(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        grid = [{"domain": code, "value": "TM"} for code in ("PHAR", "OPTI", "PHAR", "HOSP")]
        response = await partner.put(PATH, json=benefit_level_body(third_party_payment=grid))
        problem = response.json()
        assert (response.status_code, problem["code"]) == (422, "invalid_request")
        assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [
            ("/third_party_payment/1/domain", "unknown_domain"),
            ("/third_party_payment/2/domain", "duplicate_domain"),
        ]
        found = await rows(container, select(BenefitLevel.id).where(BenefitLevel.ref == "L-9"))
        assert found == []

    async def test_created_then_unchanged_then_updated(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        created = await partner.put(PATH, json=benefit_level_body())
        again = await partner.put(PATH, json=benefit_level_body())
        updated = await partner.put(PATH, json=benefit_level_body(name="Premium"))
        answers = [(r.status_code, r.json()["outcome"]) for r in (created, again, updated)]
        assert answers == [(201, "created"), (200, "unchanged"), (200, "updated")]
        question = select(BenefitLevel).where(BenefitLevel.ref == "L-9")
        (row,) = await rows(container, question)
        assert created.json() == {"ref": "L-9", "id": str(row.id), "outcome": "created"}
        assert row.name == "Premium"
        assert row.third_party_payment == benefit_level_body()["third_party_payment"]


async def benefits_of(container: Container, ref: str = "L-9") -> list[Any]:
    question = (
        select(Benefit)
        .join(BenefitLevel, BenefitLevel.id == Benefit.benefit_level_id)
        .where(BenefitLevel.ref == ref)
        .order_by(Benefit.position)
    )
    return await rows(container, question)


class TestPutGuarantees:
    @pytest.mark.parametrize(
        ("benefit", "expected"),
        [
            (("percent_of_base_statutory_included", {}), [("percent", "missing")]),
            (("actual_cost", {"amount": "1.00"}), [("amount", "unexpected_parameter")]),
            (
                ("full_within_basket_ceiling", {"amount": "1.00"}),
                [("amount", "unexpected_parameter"), ("ceiling", "missing")],
            ),
            (("sessions_per_year", {"amount": "1.00"}), [("sessions", "missing")]),
            (
                ("amount_per_act", {"amount": "1.00", "frame_ceiling": "1.00"}),
                [("frame_ceiling", "unexpected_parameter")],
            ),
            (
                ("actual_cost", {"starts_on": "2026-02-01", "ends_on": "2026-01-31"}),
                [("ends_on", "period")],
            ),
        ],
    )
    async def test_parameters_that_a_form_lacks_or_does_not_take_are_422(
        self,
        partner: httpx.AsyncClient,
        container: Container,
        benefit: tuple[str, dict[str, str]],
        expected: list[tuple[str, str]],
    ) -> None:
        form, parameters = benefit
        body = benefit_level_body(benefits=[benefit_body("a", "dental", form, **parameters)])
        response = await partner.put(PATH, json=body)
        problem = response.json()
        assert (response.status_code, problem["code"]) == (422, "invalid_request")
        assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [
            (f"/benefits/0/{name}", code) for name, code in expected
        ]
        assert await benefits_of(container) == []

    async def test_periods_of_one_guarantee_that_overlap_are_422(
        self, partner: httpx.AsyncClient
    ) -> None:
        periods = (
            {"starts_on": "2026-01-01"},
            {"ends_on": "2025-12-31"},
            {"starts_on": "2025-12-31", "ends_on": "2026-01-01"},
        )
        guarantees = [benefit_body("a", "dental", "actual_cost", **period) for period in periods]
        response = await partner.put(PATH, json=benefit_level_body(benefits=guarantees))
        assert [(error["pointer"], error["code"]) for error in response.json()["errors"]] == [
            ("/benefits/2/code", "overlapping_benefits"),
            ("/benefits/0/code", "overlapping_benefits"),
        ]
        follows = await partner.put(PATH, json=benefit_level_body(benefits=guarantees[:2]))
        assert follows.status_code == 201

    async def test_every_form_is_kept_in_order_with_its_parameters(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        response = await partner.put(PATH, json=benefit_level_body(benefits=BENEFITS))
        assert response.status_code == 201
        kept = await benefits_of(container)
        assert [row.code for row in kept] == [benefit["code"] for benefit in BENEFITS]
        assert {row.form for row in kept} == set(BenefitForm)
        (hearing,) = [row for row in kept if row.code == "hearing"]
        assert hearing.amount == Decimal("600.00")
        assert (hearing.renewal_months, hearing.renewal_quantity) == (48, 2)

    async def test_left_out_they_stay_and_sent_they_replace(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        await partner.put(PATH, json=benefit_level_body(benefits=BENEFITS))
        without = await partner.put(PATH, json=benefit_level_body(name="Premium"))
        assert without.json()["outcome"] == "updated"
        assert len(await benefits_of(container)) == len(BENEFITS)
        fewer = await partner.put(PATH, json=benefit_level_body(benefits=BENEFITS[:2]))
        again = await partner.put(PATH, json=benefit_level_body(benefits=BENEFITS[:2]))
        assert [fewer.json()["outcome"], again.json()["outcome"]] == ["updated", "unchanged"]
        assert len(await benefits_of(container)) == 2
        none = await partner.put(PATH, json=benefit_level_body(benefits=[]))
        assert (none.status_code, await benefits_of(container)) == (200, [])
