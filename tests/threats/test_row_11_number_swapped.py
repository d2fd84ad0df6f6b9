"""Row 11: a number changed on file between send and verify makes the code worthless."""

import httpx

from app.container import Container
from tests.factories.accounts import (
    change_account,
    invite_member,
    log_in,
    make_active_account,
    newest_code,
    sign_in,
    start_activation,
    start_reset,
    steps_of,
)


async def test_in_a_login(client: httpx.AsyncClient, container: Container) -> None:
    account = await make_active_account(container)
    path, headers = steps_of((await log_in(client, account)).json()["flow"])
    await client.post(f"{path}/phone", json={"phone": account.phone}, headers=headers)
    body = {"code": await newest_code(container, account.phone)}
    await change_account(container, account, phone="+33639986666")
    refused = await client.post(f"{path}/verify", json=body, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_code")
    await change_account(container, account, phone=account.phone)
    good = await client.post(f"{path}/verify", json=body, headers=headers)
    assert good.json()["status"] == "authenticated"


async def test_in_an_activation(client: httpx.AsyncClient, container: Container) -> None:
    account = await invite_member(container)
    path, headers = steps_of(await start_activation(client, account.email))
    await client.post(f"{path}/code", json={"channel": "sms"}, headers=headers)
    body = {"code": await newest_code(container, account.phone)}
    await change_account(container, account, phone="+33639986666")
    refused = await client.post(f"{path}/verify", json=body, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_code")


async def test_in_a_reset_the_address(client: httpx.AsyncClient, container: Container) -> None:
    account = await make_active_account(container)
    path, headers = steps_of(await start_reset(client, account.email))
    body = {"code": await newest_code(container, account.email)}
    await change_account(container, account, email="swapped@example.org")
    refused = await client.post(f"{path}/verify", json=body, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_code")


async def test_in_a_step_up(client: httpx.AsyncClient, container: Container) -> None:
    account = await make_active_account(container)
    bearer = await sign_in(container, account)
    flow = (await client.post("/v1/auth/step-up", headers=bearer)).json()
    path, headers = steps_of(flow)
    await client.post(f"{path}/phone", json={"phone": account.phone}, headers=headers)
    body = {"code": await newest_code(container, account.phone)}
    await change_account(container, account, phone="+33639986666")
    refused = await client.post(f"{path}/verify", json=body, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_code")
