"""Row 6: a code is worth nothing in another flow, nor for another purpose."""

import httpx

from app.container import Container
from tests.factories.accounts import (
    invite_member,
    log_in,
    make_active_account,
    newest_code,
    sign_in,
    start_activation,
    start_reset,
    steps_of,
)


async def test_in_another_activation_of_the_same_person(
    client: httpx.AsyncClient, container: Container
) -> None:
    account = await invite_member(container)
    codes = []
    flows = [await start_activation(client, account.email) for _ in range(2)]
    for flow in flows:
        path, headers = steps_of(flow)
        await client.post(f"{path}/code", json={"channel": "email"}, headers=headers)
        codes.append(await newest_code(container, account.email))
    if codes[0] == codes[1]:
        return
    path, headers = steps_of(flows[0])
    refused = await client.post(f"{path}/verify", json={"code": codes[1]}, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_code")
    right = await client.post(f"{path}/verify", json={"code": codes[0]}, headers=headers)
    assert right.status_code == 200


async def test_in_another_login_of_the_same_person(
    client: httpx.AsyncClient, container: Container
) -> None:
    account = await make_active_account(container)
    flows = [(await log_in(client, account)).json()["flow"] for _ in range(2)]
    codes = []
    for flow in flows:
        path, headers = steps_of(flow)
        await client.post(f"{path}/phone", json={"phone": account.phone}, headers=headers)
        codes.append(await newest_code(container, account.phone))
    if codes[0] == codes[1]:
        return
    path, headers = steps_of(flows[0])
    refused = await client.post(f"{path}/verify", json={"code": codes[1]}, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_code")


async def test_a_reset_code_activates_nothing_and_the_reverse(
    client: httpx.AsyncClient, container: Container
) -> None:
    account = await make_active_account(container)
    reset = await start_reset(client, account.email)
    code = await newest_code(container, account.email)
    flow = (await log_in(client, account)).json()["flow"]
    path, headers = steps_of(flow)
    await client.post(f"{path}/phone", json={"phone": account.phone}, headers=headers)
    sms = await newest_code(container, account.phone)
    if code == sms:
        return
    for other, foreign in [(flow, code), (reset, sms)]:
        path, headers = steps_of(other)
        refused = await client.post(f"{path}/verify", json={"code": foreign}, headers=headers)
        assert refused.json()["code"] == "wrong_code"


async def test_the_code_of_one_address_proves_not_the_other(
    client: httpx.AsyncClient, container: Container
) -> None:
    account = await make_active_account(container)
    headers = await sign_in(container, account)
    body = {"email": "nouvelle@example.org"}
    flow = (await client.post("/v1/me/email-changes", json=body, headers=headers)).json()
    first = await newest_code(container, account.email)
    path, secret = steps_of(flow)
    await client.post(f"{path}/verify", json={"code": first}, headers=secret)
    second = await newest_code(container, "nouvelle@example.org")
    again = await client.post(f"{path}/verify", json={"code": first}, headers=secret)
    assert again.json()["code"] == "wrong_code" or first == second
