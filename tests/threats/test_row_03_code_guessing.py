"""Row 3 (per flow): the sixth submission fails even if right; hours and days are capped."""

from typing import Any

import httpx

from app.container import Container
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    MadeAccount,
    invite_member,
    log_in,
    make_active_account,
    newest_code,
    start_activation,
    steps_of,
)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def coded_flow(
    client: httpx.AsyncClient, container: Container, account: MadeAccount
) -> tuple[dict[str, Any], str]:
    flow = await start_activation(client, account.email)
    path, headers = steps_of(flow)
    await client.post(f"{path}/code", json={"channel": "email"}, headers=headers)
    return flow, await newest_code(container, account.email)


async def test_the_sixth_submission_fails_even_if_right(
    client: httpx.AsyncClient, container: Container
) -> None:
    flow, code = await coded_flow(client, container, await invite_member(container))
    path, headers = steps_of(flow)
    codes = [wrong(code)] * 5 + [code]
    answers = [
        (await client.post(f"{path}/verify", json={"code": one}, headers=headers)).json()["code"]
        for one in codes
    ]
    assert answers == ["wrong_code"] * 5 + ["flow_failed"]
    shown = (await client.get(path, headers=headers)).json()
    assert (shown["next_step"], shown["submissions_left"]) == ("start_again", 0)


async def test_the_fifth_may_still_be_right(
    client: httpx.AsyncClient, container: Container
) -> None:
    flow, code = await coded_flow(client, container, await invite_member(container))
    path, headers = steps_of(flow)
    for one in [wrong(code)] * 4:
        await client.post(f"{path}/verify", json={"code": one}, headers=headers)
    last = await client.post(f"{path}/verify", json={"code": code}, headers=headers)
    assert last.json()["flow"]["next_step"] == "choose_password"


async def test_numbers_count_as_submissions_of_a_login(
    client: httpx.AsyncClient, container: Container
) -> None:
    account = await make_active_account(container)
    path, headers = steps_of((await log_in(client, account)).json()["flow"])
    statuses = [
        (
            await client.post(f"{path}/phone", json={"phone": "0639989999"}, headers=headers)
        ).status_code
        for _ in range(6)
    ]
    assert statuses == [202] * 5 + [409]


async def test_twenty_tries_an_hour_and_fifty_a_day_over_all_flows(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    clock.set_to("2026-06-01 08:00")
    account = await invite_member(container)
    tried = 0
    for hour in range(4):
        clock.set_to(f"2026-06-01 {8 + hour:02d}:00")
        tried += await _tries_until_refused(client, account, clock)
    assert tried == 50
    clock.set_to("2026-06-02 08:00")
    assert await _tries_until_refused(client, account, clock) == 20


async def _tries_until_refused(
    client: httpx.AsyncClient,
    account: MadeAccount,
    clock: AdjustableClock,
) -> int:
    tried = 0
    for _ in range(5):
        flow = await start_activation(client, account.email)
        path, headers = steps_of(flow)
        await client.post(f"{path}/code", json={"channel": "email"}, headers=headers)
        for _ in range(5):
            body = {"code": "000000"}
            response = await client.post(f"{path}/verify", json=body, headers=headers)
            if response.status_code == 429:
                assert response.json()["code"] == "too_many_attempts"
                return tried
            assert response.json()["code"] == "wrong_code"
            tried += 1
        clock.advance(minutes=1)
    return tried
