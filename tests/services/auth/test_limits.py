"""Abuse limits, counted in the database."""

import asyncio

import httpx
import pytest

from app.container import Container
from app.dependencies.auth.parts import limits_of
from app.errors.authentication import TooManyAttempts
from app.errors.requests import TemporarilyUnavailable
from app.main import create_app
from app.settings import Settings
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    MadeAccount,
    deliver,
    invite_member,
    log_in,
    make_active_account,
    messages_to,
    start_activation,
    steps_of,
)


async def ask_sms(client: httpx.AsyncClient, account: MadeAccount, ip: str = "192.0.2.1") -> int:
    path, headers = steps_of(await start_activation(client, account.email), ip)
    response = await client.post(f"{path}/code", json={"channel": "sms"}, headers=headers)
    return response.status_code


def sms_sent(container: Container) -> list[str]:
    assert container.mailbox
    return [one["to"] for one in container.mailbox.read() if one["channel"] == "sms"]


class TestCounting:
    @pytest.mark.concurrency
    async def test_of_forty_at_once_ten_pass(self, container: Container) -> None:
        limits = limits_of(container)

        async def one() -> bool:
            try:
                await limits.reserve_login(b"subject", None)
            except TooManyAttempts:
                return False
            return True

        assert sum(await asyncio.gather(*(one() for _ in range(40)))) == 10

    async def test_a_window_ends(self, container: Container, clock: AdjustableClock) -> None:
        clock.set_to("2026-06-01 10:00")
        limits = limits_of(container)
        for _ in range(10):
            await limits.reserve_login(b"subject", None)
        with pytest.raises(TooManyAttempts) as refused:
            await limits.reserve_login(b"subject", None)
        assert 895 <= (refused.value.retry_after or 0) <= 901
        clock.advance(minutes=15)
        await limits.reserve_login(b"subject", None)


class TestSends:
    async def test_twenty_five_requests_in_five_minutes_from_one_address(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        clock.set_to("2026-06-01 10:00")
        account = await invite_member(container)
        statuses = [await ask_sms(client, account) for _ in range(27)]
        assert statuses == [202] * 25 + [429] * 2
        assert await ask_sms(client, account, "192.0.2.2") == 202
        clock.advance(minutes=5)
        assert await ask_sms(client, account) == 202

    async def test_five_an_hour_and_ten_a_day_reach_one_number(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        clock.set_to("2026-06-01 08:00")
        account = await invite_member(container)
        sent = []
        for _ in range(4):
            for _ in range(6):
                assert await ask_sms(client, account) == 202
            await deliver(container)
            sent.append(len(sms_sent(container)))
            clock.advance(hours=1)
        assert sent == [5, 10, 10, 10]

    async def test_a_stranger_does_not_use_up_the_owners_login(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        clock.set_to("2026-06-01 08:00")
        account = await invite_member(container)
        for _ in range(6):
            await ask_sms(client, account)
        await deliver(container)
        before = len(sms_sent(container))
        await make_active_account(container)
        path, headers = steps_of((await log_in(client, account)).json()["flow"])
        await client.post(f"{path}/phone", json={"phone": account.phone}, headers=headers)
        assert len(await messages_to(container, account.phone)) == before + 1

    async def test_a_portfolios_sms_of_the_day_are_counted(
        self, settings: Settings, clock: AdjustableClock
    ) -> None:
        clock.set_to("2026-06-01 08:00")
        frugal = settings.model_copy(update={"sms_daily_budget": 2})
        container = Container(frugal, clock=clock)
        transport = httpx.ASGITransport(create_app(frugal, container), client=("127.0.0.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://espace.test") as client:
            account = await invite_member(container)
            assert [await ask_sms(client, account) for _ in range(4)] == [202] * 4
            await deliver(container)
            assert len(sms_sent(container)) == 2
        await container.close()


class TestBusyLogins:
    async def test_what_was_not_compared_is_not_counted_as_a_failure(
        self, settings: Settings, clock: AdjustableClock
    ) -> None:
        small = settings.model_copy(
            update={"password_hash_concurrency": 1, "password_hash_queue": 0}
        )
        container = Container(small, clock=clock)
        transport = httpx.ASGITransport(create_app(small, container), client=("127.0.0.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://espace.test") as client:
            account = await make_active_account(container)
            blocked = asyncio.create_task(container.passwords.verify("x", None))
            await asyncio.sleep(0)
            with pytest.raises(TemporarilyUnavailable):
                await container.passwords.verify("x", None)
            busy = await asyncio.gather(*(log_in(client, account) for _ in range(8)))
            await blocked
            refused = [one for one in busy if one.status_code == 503]
            assert refused
            assert all(one.headers["Retry-After"] == "1" for one in refused)
            for _ in range(6):
                assert (await log_in(client, account)).status_code == 200
        await container.close()
