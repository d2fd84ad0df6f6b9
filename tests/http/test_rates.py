"""Request rates of the ways in: counted first, told on every answer, closed without a store."""

import re
import socket
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from app.container import Container
from app.gateways.rate_store import RedisRateStore
from app.openapi import is_limited
from app.services.rates import Rates
from app.settings import Settings
from tests.clock import AdjustableClock
from tests.factories.accounts import log_in, make_active_account, sign_in
from tests.factories.apps import calling, declared_app, opened
from tests.factories.feeds import make_portfolio
from tests.factories.operations import Operation, operations_of
from tests.queries import count_queries
from tests.relay import relay_to
from tests.test_route_guards import name_of, public_routes

UNKNOWN = {"email": "nobody@example.org"}
ACTIVATIONS = "/v1/auth/activations"


def ways_in() -> list[Operation]:
    """Every public operation under `/v1/auth`."""
    operations = [one for one in operations_of(declared_app()) if one.path.startswith("/v1/auth/")]
    return [one for one in operations if not one.security]


async def call(client: httpx.AsyncClient, operation: Operation, **options: Any) -> httpx.Response:
    path = operation.path.replace("{", "").replace("}", "")
    return await client.request(operation.method, path, json=operation.example, **options)


@pytest.fixture
async def strict(settings: Settings, clock: AdjustableClock) -> AsyncIterator[Container]:
    """Three requests a minute."""
    async with opened(settings, clock, ways_in_per_minute=3) as container:
        clock.set_to("2026-06-01 10:00:10")
        await make_portfolio(container)
        yield container


class TestDeclaration:
    def test_every_public_operation_under_auth_is_limited(self) -> None:
        routes = [one for one in public_routes() if one.path_format.startswith("/v1/auth/")]
        assert len(routes) >= 8
        assert [name_of(route) for route in routes if not is_limited(route)] == []

    @pytest.mark.parametrize("operation", ways_in(), ids=lambda one: one.name)
    def test_the_contract_says_so(self, operation: Operation) -> None:
        document = declared_app().openapi()
        answers = document["paths"][operation.path][operation.method.lower()]["responses"]
        assert "rate_limited" in answers["429"]["content"]["application/problem+json"]["examples"]
        for status in {*answers} - {"400", "413"}:
            assert {"RateLimit", "RateLimit-Policy"} <= answers[status]["headers"].keys(), status
        assert "Retry-After" in answers["429"]["headers"]


class TestRequestRate:
    async def test_answers_tell_what_is_left(self, strict: Container) -> None:
        async with calling(strict) as client:
            told = [(await client.post(ACTIVATIONS, json=UNKNOWN)) for _ in range(2)]
            malformed = await client.post(ACTIVATIONS, json={})
            refused = await client.post(ACTIVATIONS, json=UNKNOWN)
        answers = [*told, malformed, refused]
        assert [one.status_code for one in answers] == [202, 202, 422, 429]
        assert {one.headers["RateLimit-Policy"] for one in answers} == {'"ways-in";q=3;w=60'}
        standing = [
            re.fullmatch(r'"ways-in";r=(\d);t=(\d+)', one.headers["RateLimit"]) for one in answers
        ]
        assert [found and int(found[1]) for found in standing] == [2, 1, 0, 0]
        assert all(found and 40 <= int(found[2]) <= 50 for found in standing)

    async def test_one_too_many_says_when_to_come_back(
        self, strict: Container, clock: AdjustableClock
    ) -> None:
        async with calling(strict) as client:
            for _ in range(3):
                await client.post(ACTIVATIONS, json=UNKNOWN)
            refused = await client.post(ACTIVATIONS, json=UNKNOWN)
            assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
            clock.advance(seconds=int(refused.headers["Retry-After"]))
            assert (await client.post(ACTIVATIONS, json=UNKNOWN)).status_code == 202

    async def test_it_is_one_for_all_ways_in(self, strict: Container) -> None:
        operations = ways_in()
        async with calling(strict) as client:
            for operation in operations[:3]:
                assert (await call(client, operation)).status_code != 429
            for operation in operations:
                refused = await call(client, operation)
                assert refused.json()["code"] == "rate_limited", operation.name

    @pytest.mark.parametrize(
        ("first", "second", "status"),
        [
            ("192.0.2.1", "192.0.2.2", 202),
            ("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", 429),
            ("2001:db8:1:1::1", "2001:db8:1:2::1", 202),
            ("192.0.2.1", "::ffff:192.0.2.1", 429),
        ],
    )
    async def test_an_ipv6_network_counts_as_one_client(
        self, strict: Container, first: str, second: str, status: int
    ) -> None:
        async with calling(strict) as client:
            for _ in range(4):
                headers = {"X-Forwarded-For": first}
                await client.post(ACTIVATIONS, json=UNKNOWN, headers=headers)
            headers = {"X-Forwarded-For": second}
            answer = await client.post(ACTIVATIONS, json=UNKNOWN, headers=headers)
        assert answer.status_code == status

    async def test_a_refused_request_asks_the_database_nothing(self, strict: Container) -> None:
        async with calling(strict) as client:
            for _ in range(3):
                await client.post(ACTIVATIONS, json=UNKNOWN)
            with count_queries(strict) as queries:
                for operation in ways_in():
                    assert (await call(client, operation)).status_code == 429
        assert queries.statements == []

    async def test_signed_in_operations_are_not_counted(self, strict: Container) -> None:
        member = await sign_in(strict, await make_active_account(strict))
        async with calling(strict) as client:
            for _ in range(4):
                await client.post(ACTIVATIONS, json=UNKNOWN)
            home = await client.get("/v1/home", headers=member)
            out = await client.post("/v1/auth/logout", headers=member)
        assert (home.status_code, out.status_code) == (200, 204)
        assert "RateLimit" not in home.headers

    async def test_sends_of_an_address_are_told_when_they_are_refused(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        clock.set_to("2026-06-01 10:00:10")
        await make_portfolio(container)
        for _ in range(26):
            flow = (await client.post(ACTIVATIONS, json=UNKNOWN)).json()
            headers = {"Flow-Secret": flow["secret"]}
            path = f"/v1/auth/flows/{flow['id']}/code"
            last = await client.post(path, json={"channel": "email"}, headers=headers)
        assert (last.status_code, last.json()["code"]) == (429, "rate_limited")
        assert last.headers["RateLimit-Policy"].endswith(', "sends";q=25;w=300')
        assert re.search(r', "sends";r=0;t=2[89]\d$', last.headers["RateLimit"])
        assert 280 <= int(last.headers["Retry-After"]) <= 290


class TestWithoutStore:
    @pytest.fixture
    async def cut_off(self, settings: Settings, clock: AdjustableClock) -> AsyncIterator[Container]:
        """Nobody listens at the address of its store."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        async with opened(settings, clock, redis_url=f"redis://127.0.0.1:{port}") as container:
            yield container

    async def test_no_way_in_is_open(self, cut_off: Container) -> None:
        account = await make_active_account(cut_off)
        async with calling(cut_off) as client:
            for operation in ways_in():
                closed = await call(client, operation)
                assert closed.status_code == 503, operation.name
                assert closed.json()["code"] == "temporarily_unavailable"
                assert closed.headers["Retry-After"] == "2"
            assert (await log_in(client, account)).status_code == 503

    async def test_whoever_is_in_goes_on_and_out(self, cut_off: Container) -> None:
        member = await sign_in(cut_off, await make_active_account(cut_off))
        async with calling(cut_off) as client:
            assert (await client.get("/v1/home", headers=member)).status_code == 200
            assert (await client.post("/v1/auth/logout", headers=member)).status_code == 204
            assert (await client.get("/readyz")).status_code == 200

    async def test_the_way_is_open_again_without_a_restart(
        self, settings: Settings, clock: AdjustableClock, redis_address: str
    ) -> None:
        async with relay_to(redis_address) as relay, opened(settings, clock) as container:
            store = RedisRateStore(f"redis://127.0.0.1:{relay.port}")
            container.rates = Rates(store, container.keyring, clock)
            account = await make_active_account(container)
            async with calling(container) as client:
                statuses = []
                for change in (relay.go_on, relay.hang, relay.go_on):
                    change()
                    statuses.append((await log_in(client, account)).status_code)
                await relay.stop()
                statuses.append((await log_in(client, account)).status_code)
                await relay.start()
                statuses.append((await log_in(client, account)).status_code)
            await store.close()
        assert statuses == [200, 503, 200, 503, 200]
