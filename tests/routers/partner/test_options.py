"""`PUT /partner/v1/options/{ref}`."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from app.container import Container
from app.models.option import Option, OptionOffer
from tests.factories.feeds import apply_feed, benefit_level_body
from tests.factories.options import option_body
from tests.routers.partner.conftest import rows
from tests.routers.partner.refusals import REFUSED, refusals

PATH = "/partner/v1/options/O-1"


@pytest.fixture
async def partner(partner: httpx.AsyncClient, container: Container) -> httpx.AsyncClient:
    """The level that the option leads to exists as well."""
    await apply_feed(container, "benefit-levels", "L-9", benefit_level_body(name="Renforcé"))
    return partner


class TestPutOption:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        body = option_body()
        refused = await refusals(client, container, "options:write", "PUT", PATH, json=body)
        assert refused == REFUSED

    @pytest.mark.parametrize("name", ["contract_ref", "benefit_level_ref", "raised_level_ref"])
    async def test_what_was_never_sent_is_unknown(
        self, partner: httpx.AsyncClient, name: str
    ) -> None:
        offer = {**option_body()["offers"][0], name: "X-1"}
        problem = (await partner.put(PATH, json=option_body(offers=[offer]))).json()
        assert (problem["status"], problem["code"]) == (409, "unknown_reference")
        assert problem["errors"][0]["pointer"] == f"/offers/0/{name}"

    @pytest.mark.parametrize(
        ("changes", "pointer", "code"),
        [
            ({"ipid_url": "http://documents.example.org/a.pdf"}, "/ipid_url", "url_scheme"),
            ({"ipid_url": "javascript:alert(1)"}, "/ipid_url", "url_scheme"),
            ({"ends_on": "2025-12-31"}, "/ends_on", "period"),
            ({"offers": []}, "/offers", "too_short"),
            (
                {"prices": [{"relationship": "self", "monthly": "1.00"}] * 2},
                "/prices",
                "duplicate_relationship",
            ),
            (
                {"prices": [{"relationship": "self", "monthly": "-1.00"}]},
                "/prices/0/monthly",
                "negative_amount",
            ),
            ({"notice_days": -1}, "/notice_days", "greater_than_equal"),
        ],
    )
    async def test_what_cannot_be_is_refused(
        self, partner: httpx.AsyncClient, changes: dict[str, Any], pointer: str, code: str
    ) -> None:
        problem = (await partner.put(PATH, json=option_body(**changes))).json()
        assert problem["status"] == 422
        assert problem["errors"] == [
            {"pointer": pointer, "code": code, "message": problem["errors"][0]["message"]}
        ]

    async def test_sent_again_it_replaces_its_offers(
        self, partner: httpx.AsyncClient, container: Container
    ) -> None:
        assert (await partner.put(PATH, json=option_body())).json()["outcome"] == "created"
        assert (await partner.put(PATH, json=option_body())).json()["outcome"] == "unchanged"
        everywhere = {"benefit_level_ref": "L-1", "raised_level_ref": "L-9"}
        changed = option_body(offers=[everywhere], label_fr="Renfort")
        assert (await partner.put(PATH, json=changed)).json()["outcome"] == "updated"
        assert await rows(container, select(OptionOffer.contract_id)) == [(None,)]
        kept = await rows(container, select(Option.label_fr, Option.prices, Option.ends_on))
        prices = {"self": "12.50", "spouse": "12.50", "child": "6.00"}
        assert kept == [("Renfort", prices, None)]
