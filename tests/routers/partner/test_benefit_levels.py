"""`PUT /partner/v1/benefit-levels/{ref}`."""

import httpx
from sqlalchemy import select

from app.container import Container
from app.models.benefit_level import BenefitLevel
from app.services.portfolios import CurrentPortfolio
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
