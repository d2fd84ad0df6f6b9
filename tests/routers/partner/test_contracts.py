"""`PUT /partner/v1/contracts/{ref}`."""

import httpx
from sqlalchemy import select

from app.container import Container
from app.models.contract import Contract
from app.services.portfolios import CurrentPortfolio
from tests.factories.feeds import apply_feed, contract_body, make_portfolio
from tests.factories.partners import bearing, make_token
from tests.routers.partner.conftest import rows
from tests.routers.partner.refusals import REFUSED, refusals

PATH = "/partner/v1/contracts/C-9"


class TestPutContract:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        body = contract_body()
        assert (
            await refusals(client, container, "contracts:write", "PUT", PATH, json=body) == REFUSED
        )

    async def test_an_end_before_its_start_is_422(self, partner: httpx.AsyncClient) -> None:
        response = await partner.put(PATH, json=contract_body(ends_on="2019-12-31"))
        problem = response.json()
        assert (response.status_code, problem["code"]) == (422, "invalid_request")
        assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [("/ends_on", "period")]

    async def test_a_malformed_reference_is_422(self, partner: httpx.AsyncClient) -> None:
        response = await partner.put("/partner/v1/contracts/C 9", json=contract_body())
        assert (response.status_code, response.json()["code"]) == (422, "invalid_request")

    async def test_another_portfolio_may_use_the_same_reference(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        other = await make_portfolio(container, "other", "other.test")
        await apply_feed(container, "contracts", "C-9", contract_body(), other)
        response = await partner.put(PATH, json=contract_body())
        assert (response.status_code, response.json()["outcome"]) == (201, "created")

    async def test_created_then_unchanged_then_updated(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        answers = []
        for body in (contract_body(), contract_body(), contract_body(operator="Almerys")):
            response = await partner.put(PATH, json=body)
            answers.append((response.status_code, response.json()["outcome"]))
        assert answers == [(201, "created"), (200, "unchanged"), (200, "updated")]
        (row,) = await rows(container, select(Contract).where(Contract.ref == "C-9"))
        assert (row.operator, row.employer_ref, row.employer_name) == (
            "Almerys",
            "EMP-1",
            "Hôtel du Lac",
        )


class TestPutContractOfAnEmployer:
    async def test_the_token_knows_no_other_employer(
        self, client: httpx.AsyncClient, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        await apply_feed(container, "contracts", "C-9", contract_body("EMP-1"))
        token = await make_token(container, portfolio, "contracts:write", employer_ref="EMP-2")
        answers = []
        for ref, employer in (("C-9", "EMP-1"), ("C-9", "EMP-2"), ("C-8", "EMP-1")):
            path = f"/partner/v1/contracts/{ref}"
            response = await client.put(path, json=contract_body(employer), headers=bearing(token))
            answers.append((response.status_code, response.json()["code"]))
        assert answers == [(409, "unknown_reference")] * 3
        own = await client.put(
            "/partner/v1/contracts/C-8", json=contract_body("EMP-2"), headers=bearing(token)
        )
        assert own.status_code == 201
        (row,) = await rows(container, select(Contract).where(Contract.ref == "C-9"))
        assert row.employer_ref == "EMP-1"
