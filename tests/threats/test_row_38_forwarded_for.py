"""Row 38: a forged X-Forwarded-For is believed by nobody: the trigger fires, limits count on."""

from collections.abc import AsyncIterator

import httpx
import pytest

from app.container import Container
from app.settings import Settings
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    HOME,
    MadeAccount,
    log_in,
    log_in_fully,
    make_active_account,
    pass_step_up,
    start_activation,
)
from tests.factories.apps import calling, opened

PROXY, SECOND_PROXY = "10.0.0.2", "10.0.0.3"
HOME6 = "2001:db8:1:1::10"
THIEF, THIEF6 = "203.0.113.50", "2001:db8:bad::1"
FORGED: list[tuple[str, list[tuple[str, str]]]] = [
    (THIEF, []),
    (THIEF, [("X-Forwarded-For", HOME)]),
    (THIEF, [("X-Forwarded-For", f"{HOME}, {PROXY}")]),
    (THIEF, [("X-Forwarded-For", PROXY)]),
    (THIEF6, [("X-Forwarded-For", HOME)]),
    (f"::ffff:{THIEF}", [("X-Forwarded-For", HOME)]),
    (THIEF, [("Forwarded", f"for={HOME}"), ("X-Real-IP", HOME), ("True-Client-IP", HOME)]),
    (PROXY, [("X-Forwarded-For", f"{HOME}, {THIEF}")]),
    (PROXY, [("X-Forwarded-For", f"{HOME6}, {THIEF6}")]),
    (PROXY, [("X-Forwarded-For", f"{HOME}, {THIEF}, {SECOND_PROXY}")]),
    (PROXY, [("X-Forwarded-For", f"{HOME}, {SECOND_PROXY}, {THIEF}")]),
    (PROXY, [("X-Forwarded-For", HOME), ("X-Forwarded-For", f"{THIEF}, {SECOND_PROXY}")]),
    (PROXY, [("X-Forwarded-For", f"{HOME}, ::ffff:{THIEF}")]),
    (PROXY, [("X-Forwarded-For", f"{HOME}, {THIEF}"), ("X-Real-IP", HOME)]),
    (PROXY, [("X-Forwarded-For", f"{HOME}, junk")]),
    (PROXY, [("X-Forwarded-For", f"{HOME},")]),
    (PROXY, [("X-Forwarded-For", f"{HOME}:443")]),
    (PROXY, [("X-Forwarded-For", f"{HOME}%eth0")]),
    (PROXY, [("X-Forwarded-For", f"{HOME6}, fe80::1%{'x' * 300}")]),
    (PROXY, [("X-Forwarded-For", f"{HOME} {THIEF}")]),
    (PROXY, [("X-Forwarded-For", "192.0.2.010")]),
    (PROXY, [("X-Forwarded-For", "0300.0.2.10")]),
    (PROXY, [("X-Forwarded-For", "3221225994")]),
    (PROXY, [("X_Forwarded_For", HOME)]),
]


@pytest.fixture
async def behind(settings: Settings, clock: AdjustableClock) -> AsyncIterator[Container]:
    """A deployment behind proxies of its own."""
    changes = {"trusted_proxies": ["10.0.0.0/24"], "ways_in_per_minute": 5}
    async with opened(settings, clock, **changes) as container:
        clock.set_to("2026-06-01 10:00:05")
        yield container


@pytest.fixture
async def account(behind: Container) -> MadeAccount:
    return await make_active_account(behind)


@pytest.fixture
async def device(behind: Container, account: MadeAccount, clock: AdjustableClock) -> str:
    """The secret of the owner's device, known at home over IPv4 and over IPv6."""
    async with calling(behind, PROXY) as client:
        secret: str = (await log_in_fully(client, behind, account))["device_secret"]
        again = await log_in(client, account, device=secret, ip=HOME6)
        await pass_step_up(client, behind, account, again.json()["flow"])
    clock.advance(minutes=1)
    return secret


async def log_in_from(
    container: Container,
    account: MadeAccount,
    device: str,
    peer: str,
    headers: list[tuple[str, str]],
) -> httpx.Response:
    body = {"email": account.email, "password": account.password, "client": "native"}
    async with calling(container, peer) as client:
        sent = [("Device-Secret", device), *headers]
        return await client.post("/v1/auth/login", json=body, headers=sent)


class TestTrigger:
    async def test_it_fires_whatever_the_thief_writes(
        self, behind: Container, account: MadeAccount, device: str, clock: AdjustableClock
    ) -> None:
        for peer, headers in FORGED:
            answer = (await log_in_from(behind, account, device, peer, headers)).json()
            assert answer.get("status") == "step_up_required", (peer, headers, answer)
            assert answer["reasons"] == ["new_ip"], (peer, headers)
            clock.advance(minutes=1)

    @pytest.mark.parametrize(
        "forwarded",
        [
            HOME,
            f"{THIEF}, {HOME}",
            f"junk, {HOME}",
            f"{HOME}, {SECOND_PROXY}",
            f"::ffff:{HOME}",
            f" {HOME} ",
            f"{THIEF6}, {HOME6}",
            "2001:db8:1:1:ffff::1",
        ],
    )
    async def test_the_owner_at_home_is_not_asked(
        self, behind: Container, account: MadeAccount, device: str, forwarded: str
    ) -> None:
        headers = [("X-Forwarded-For", forwarded)]
        answer = await log_in_from(behind, account, device, PROXY, headers)
        assert answer.json()["status"] == "authenticated"

    async def test_a_proxy_that_is_not_ours_is_a_stranger(
        self, behind: Container, account: MadeAccount, device: str
    ) -> None:
        headers = [("X-Forwarded-For", HOME)]
        answer = await log_in_from(behind, account, device, "10.0.1.2", headers)
        assert answer.json()["reasons"] == ["new_ip"]


class TestLimits:
    @pytest.mark.parametrize(
        ("peer", "form"),
        [
            (THIEF, "198.51.100.{}"),
            (THIEF, "198.51.100.{}, 10.0.0.2"),
            (PROXY, "198.51.100.{}, 203.0.113.50"),
            (PROXY, "198.51.100.{}, 203.0.113.50, 10.0.0.3"),
            (PROXY, "198.51.100.{}, 2001:db8:bad::{}"),
        ],
    )
    async def test_another_forged_address_each_time_is_one_client(
        self, behind: Container, account: MadeAccount, peer: str, form: str
    ) -> None:
        async with calling(behind, peer) as client:
            statuses = []
            for number in range(1, 8):
                headers = {"X-Forwarded-For": form.replace("{}", str(number))}
                body = {"email": account.email}
                answer = await client.post("/v1/auth/activations", json=body, headers=headers)
                statuses.append(answer.status_code)
        assert statuses == [202] * 5 + [429] * 2

    async def test_clients_behind_one_proxy_are_counted_apart(
        self, behind: Container, account: MadeAccount
    ) -> None:
        for number in range(1, 10):
            forwarded = {"X-Forwarded-For": f"198.51.100.{number}"}
            async with calling(behind, PROXY, headers=forwarded) as client:
                assert (await start_activation(client, account.email))["id"]
