"""Row 7: a step of an authenticator app is accepted once, however many arrive together."""

import asyncio
from collections import Counter
from typing import Any

import httpx
import pyotp
import pytest

from app.container import Container
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    MadeAccount,
    enrol_totp,
    log_in,
    make_active_account,
    steps_of,
)

pytestmark = pytest.mark.concurrency


async def show(
    client: httpx.AsyncClient, account: MadeAccount, code: str
) -> tuple[int, str | None]:
    flow: dict[str, Any] = (await log_in(client, account)).json()["flow"]
    path, headers = steps_of(flow)
    response = await client.post(f"{path}/totp", json={"code": code}, headers=headers)
    return response.status_code, response.json().get("code")


async def test_a_code_seen_over_a_shoulder_opens_nothing(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    account = await make_active_account(container)
    totp = pyotp.TOTP(await enrol_totp(container, account))
    code = totp.at(clock.now())
    assert await show(client, account, code) == (200, None)
    assert await show(client, account, code) == (409, "wrong_code")


async def test_a_code_older_than_the_last_accepted_one_is_worthless(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    account = await make_active_account(container)
    totp = pyotp.TOTP(await enrol_totp(container, account))
    older, newer = totp.at(clock.now()), totp.at(clock.now(), counter_offset=1)
    assert await show(client, account, newer) == (200, None)
    assert await show(client, account, older) == (409, "wrong_code")


async def test_of_eight_at_once_in_as_many_flows_one_passes(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    account = await make_active_account(container)
    totp = pyotp.TOTP(await enrol_totp(container, account))
    flows = [(await log_in(client, account)).json()["flow"] for _ in range(8)]
    body = {"code": totp.at(clock.now())}

    async def enter(flow: dict[str, Any]) -> int:
        path, headers = steps_of(flow)
        return (await client.post(f"{path}/totp", json=body, headers=headers)).status_code

    statuses = Counter(await asyncio.gather(*map(enter, flows)))
    assert statuses == {200: 1, 409: 7}
