"""Row 19: after logout the very next call is refused, and so is a refresh."""

import httpx

from app.container import Container
from tests.factories.accounts import log_in_fully, make_active_account


async def test_the_next_call_is_401(client: httpx.AsyncClient, container: Container) -> None:
    account = await make_active_account(container)
    tokens = await log_in_fully(client, container, account)
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert (await client.get("/v1/home", headers=headers)).status_code == 200
    assert (await client.post("/v1/auth/logout", headers=headers)).status_code == 204
    assert (await client.get("/v1/home", headers=headers)).status_code == 401
    assert (await client.post("/v1/auth/logout", headers=headers)).status_code == 401
    body = {"refresh_token": tokens["refresh_token"]}
    assert (await client.post("/v1/auth/refresh", json=body)).status_code == 401
