"""Row 6: a code is worth nothing in another flow, nor for another purpose."""

import httpx

from app.container import Container
from tests.factories.accounts import (
    invite_member,
    log_in,
    make_active_account,
    newest_code,
    start_activation,
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
