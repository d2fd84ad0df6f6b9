"""`GET /partner/v1/token`, and what makes a token acceptable."""

import asyncio

import httpx
import pytest
from sqlalchemy import select

from app.container import Container
from app.models.audit import AuditEntry
from app.models.partner_token import PartnerToken
from app.services.portfolios import CurrentPortfolio
from tests.clock import AdjustableClock
from tests.factories.partners import bearing, make_token
from tests.routers.partner.conftest import rows
from tests.routers.partner.refusals import REFUSED, refusals

PATH = "/partner/v1/token"


class TestGetToken:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        assert await refusals(client, container, "token:read", "GET", PATH) == REFUSED

    async def test_a_typo_never_reaches_the_database(
        self, client: httpx.AsyncClient, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        token = await make_token(container, portfolio)
        wrong = token[:-1] + ("a" if token[-1] != "a" else "b")
        response = await client.get(PATH, headers=bearing(wrong))
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    async def test_a_token_in_the_query_string_is_not_looked_at(
        self, client: httpx.AsyncClient, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        token = await make_token(container, portfolio)
        assert (await client.get(PATH, params={"access_token": token})).status_code == 401

    async def test_an_expired_token_is_refused(
        self,
        client: httpx.AsyncClient,
        container: Container,
        portfolio: CurrentPortfolio,
        clock: AdjustableClock,
    ) -> None:
        headers = bearing(await make_token(container, portfolio))
        clock.advance(days=89)
        assert (await client.get(PATH, headers=headers)).status_code == 200
        clock.advance(days=2)
        assert (await client.get(PATH, headers=headers)).status_code == 401

    async def test_another_network_is_refused(
        self, client: httpx.AsyncClient, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        token = await make_token(container, portfolio, networks=["192.0.2.0/24", "2001:db8::/32"])
        answers = {}
        for address in ("192.0.2.7", "2001:db8::1", "198.51.100.7"):
            headers = {**bearing(token), "X-Forwarded-For": address}
            response = await client.get(PATH, headers=headers)
            answers[address] = (response.status_code, response.json().get("code"))
        assert answers == {
            "192.0.2.7": (200, None),
            "2001:db8::1": (200, None),
            "198.51.100.7": (403, "network_not_allowed"),
        }

    async def test_it_tells_who_i_am(
        self, client: httpx.AsyncClient, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        token = await make_token(
            container, portfolio, "token:read", "members:write", employer_ref="EMP-1"
        )
        response = await client.get(PATH, headers=bearing(token))
        body = response.json()
        assert response.status_code == 200
        assert body.pop("created_at") < body.pop("expires_at")
        assert body == {
            "name": "Partenaire",
            "scopes": ["members:write", "token:read"],
            "portfolio": "hcr",
            "employer_ref": "EMP-1",
        }
        assert token not in response.text


class TestUseOfATokenIsNoted:
    async def test_once_a_minute(
        self,
        client: httpx.AsyncClient,
        container: Container,
        portfolio: CurrentPortfolio,
        clock: AdjustableClock,
    ) -> None:
        headers = bearing(await make_token(container, portfolio))
        used = select(PartnerToken.last_used_at)
        notes = select(AuditEntry.id).where(AuditEntry.action == "partner_token.used")
        await client.get(PATH, headers=headers)
        first = (await rows(container, used))[0].last_used_at
        await client.get(PATH, headers=headers)
        assert (await rows(container, used))[0].last_used_at == first
        assert len(await rows(container, notes)) == 1
        clock.advance(seconds=61)
        await client.get(PATH, headers=headers)
        assert (await rows(container, used))[0].last_used_at > first
        assert len(await rows(container, notes)) == 2

    @pytest.mark.concurrency
    async def test_once_however_many_call_at_the_same_time(
        self, client: httpx.AsyncClient, container: Container, portfolio: CurrentPortfolio
    ) -> None:
        headers = bearing(await make_token(container, portfolio))
        answers = await asyncio.gather(*(client.get(PATH, headers=headers) for _ in range(10)))
        assert {answer.status_code for answer in answers} == {200}
        notes = select(AuditEntry.id).where(AuditEntry.action == "partner_token.used")
        assert len(await rows(container, notes)) == 1
