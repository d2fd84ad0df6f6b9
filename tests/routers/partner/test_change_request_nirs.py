"""The full NIR of whom a change request would add."""

import httpx
import pytest

from app.container import Container
from tests.clock import AdjustableClock
from tests.factories.change_requests import ask_change, newcomer
from tests.factories.families import signed_in_member
from tests.factories.feeds import nir
from tests.factories.partners import bearing, make_token
from tests.routers.partner.refusals import REFUSED, refusals

NOBODY = "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d"
NIR = nir("2602", order=9)


def path_of(request: str) -> str:
    return f"/partner/v1/change-requests/{request}/nir-disclosures"


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille on 14 March 2026."""
    clock.set_to("2026-03-14 12:00")
    return await signed_in_member(container)


@pytest.fixture
async def partner(container: Container, member: dict[str, str]) -> dict[str, str]:
    """Headers of a token that may read NIRs, and nothing else."""
    assert member
    portfolio = await container.portfolios.at_host("espace.test")
    return bearing(await make_token(container, portfolio, "nir:read"))


class TestDiscloseChangeRequestNir:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        path = path_of(NOBODY)
        assert await refusals(client, container, "nir:read", "POST", path) == REFUSED

    @pytest.mark.parametrize("request_id", [NOBODY, "odd"])
    async def test_what_was_never_asked_is_missing(
        self, client: httpx.AsyncClient, partner: dict[str, str], request_id: str
    ) -> None:
        response = await client.post(path_of(request_id), headers=partner)
        assert (response.status_code, response.json()["code"]) == (404, "change_request_not_found")

    @pytest.mark.parametrize("about", [None, "M-1-2"])
    async def test_without_a_number_there_is_nothing_to_show(
        self,
        client: httpx.AsyncClient,
        container: Container,
        partner: dict[str, str],
        about: str | None,
    ) -> None:
        request = await ask_change(container, about=about)
        response = await client.post(path_of(request), headers=partner)
        assert (response.status_code, response.json()["code"]) == (409, "nir_unknown")

    async def test_it_is_shown_and_told_to_whoever_asked(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        partner: dict[str, str],
    ) -> None:
        request = await ask_change(container, details=newcomer(NIR))
        response = await client.post(path_of(request), headers=partner)
        assert (response.status_code, response.json()) == (200, {"nir": NIR})
        seen = (await client.get("/v1/me/activity", headers=member)).json()["items"][0]
        assert (seen["action"], seen["actor"]) == ("nir.disclosed", "partner")
