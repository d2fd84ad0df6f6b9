"""Sessions and devices: listed, ended one by one."""

import httpx

from app.container import Container
from tests.clock import AdjustableClock
from tests.factories.accounts import log_in, log_in_fully, make_active_account, sign_in
from tests.queries import count_queries


def bearer(opened: dict[str, str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {opened['access_token']}"}


class TestListSessions:
    async def test_anonymous_is_401(self, client: httpx.AsyncClient, container: Container) -> None:
        await make_active_account(container)
        assert (await client.get("/v1/me/sessions")).status_code == 401

    async def test_when_where_and_last_use(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        opened = await log_in_fully(client, container, account)
        clock.advance(minutes=5)
        body = {"refresh_token": opened["refresh_token"]}
        refreshed = (await client.post("/v1/auth/refresh", json=body)).json()
        (item,) = (await client.get("/v1/me/sessions", headers=bearer(refreshed))).json()["items"]
        assert item == {
            "id": opened["session"]["id"],
            "current": True,
            "client": "native",
            "acr": "aal2",
            "device_id": item["device_id"],
            "network": "192.0.2.0/24",
            "user_agent": item["user_agent"],
            "created_at": opened["session"]["authenticated_at"],
            "last_used_at": item["last_used_at"],
            "expires_at": opened["session"]["expires_at"],
        }
        assert item["last_used_at"] > item["created_at"]
        assert item["user_agent"].startswith("python-httpx/")

    async def test_those_that_are_over_are_left_out(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        await sign_in(container, account)
        clock.advance(days=8)
        headers = await sign_in(container, account)
        items = (await client.get("/v1/me/sessions", headers=headers)).json()["items"]
        assert [item["current"] for item in items] == [True]

    async def test_they_page_newest_first_in_two_queries(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        for _ in range(5):
            headers = await sign_in(container, account)
            clock.advance(seconds=1)
        seen: list[str] = []
        cursor: str | None = None
        for _ in range(3):
            params = {"limit": "2", **({"cursor": cursor} if cursor else {})}
            with count_queries(container) as counter:
                page = (await client.get("/v1/me/sessions", params=params, headers=headers)).json()
            seen += [item["created_at"] for item in page["items"]]
            cursor = page["next_cursor"]
        assert len(counter) == 2
        assert (len(seen), cursor) == (5, None)
        assert seen == sorted(seen, reverse=True)


class TestEndSession:
    async def test_a_session_of_nobody_is_404(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        headers = await sign_in(container, await make_active_account(container))
        response = await client.delete("/v1/me/sessions/nobody", headers=headers)
        assert (response.status_code, response.json()["code"]) == (404, "session_not_found")

    async def test_it_is_refused_from_the_next_request_on(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        other, mine = await sign_in(container, account), await sign_in(container, account)
        items = (await client.get("/v1/me/sessions", headers=mine)).json()["items"]
        (theirs,) = [item["id"] for item in items if not item["current"]]
        path = f"/v1/me/sessions/{theirs}"
        assert (await client.delete(path, headers=mine)).status_code == 204
        assert (await client.get("/v1/home", headers=other)).status_code == 401
        assert (await client.delete(path, headers=mine)).status_code == 404


class TestDevices:
    async def test_known_ones_are_listed(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        opened = await log_in_fully(client, container, account)
        body = (await client.get("/v1/me/devices", headers=bearer(opened))).json()
        (item,) = body["items"]
        assert body == {
            "items": [
                {
                    "id": item["id"],
                    "current": True,
                    "user_agent": item["user_agent"],
                    "created_at": item["created_at"],
                    "last_used_at": item["created_at"],
                    "expires_at": item["expires_at"],
                }
            ],
            "next_cursor": None,
        }

    async def test_a_forgotten_one_steps_up_and_its_sessions_end(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        lost = await log_in_fully(client, container, account)
        mine = await sign_in(container, account)
        items = (await client.get("/v1/me/devices", headers=mine)).json()["items"]
        (device,) = [item["id"] for item in items if not item["current"]]
        path = f"/v1/me/devices/{device}"
        assert (await client.delete(path, headers=mine)).status_code == 204
        assert (await client.get("/v1/home", headers=bearer(lost))).status_code == 401
        again = await log_in(client, account, device=lost["device_secret"])
        assert again.json()["reasons"] == ["new_device"]
        assert (await client.delete(path, headers=mine)).status_code == 404
