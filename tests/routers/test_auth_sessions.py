"""`refreshSession`, `logOut`, `logOutEverywhere`."""

import httpx

from app.container import Container
from app.values.accounts import AccountStatus
from tests.clock import AdjustableClock
from tests.factories.accounts import change_account, log_in_fully, make_active_account

REFRESH = "/v1/auth/refresh"
OWN = {"Origin": "https://espace.test"}


class TestRefreshSession:
    async def test_without_a_token_is_401(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        await make_active_account(container)
        response = await client.post(REFRESH)
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    async def test_an_unknown_token_is_401(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        await make_active_account(container)
        response = await client.post(REFRESH, json={"refresh_token": "made-up"})
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    async def test_a_blocked_account_is_401(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        token = (await log_in_fully(client, container, account))["refresh_token"]
        await change_account(container, account, status=AccountStatus.BLOCKED)
        assert (await client.post(REFRESH, json={"refresh_token": token})).status_code == 401

    async def test_a_native_session_ends_after_seven_idle_days(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        token = (await log_in_fully(client, container, account))["refresh_token"]
        clock.advance(days=6, hours=23)
        response = await client.post(REFRESH, json={"refresh_token": token})
        assert response.status_code == 200
        clock.advance(days=7)
        late = await client.post(REFRESH, json=_token_of(response))
        assert late.status_code == 401

    async def test_a_native_session_ends_after_thirty_days_whatever_happens(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        body = {"refresh_token": (await log_in_fully(client, container, account))["refresh_token"]}
        for _ in range(4):
            clock.advance(days=6)
            body = _token_of(await client.post(REFRESH, json=body))
        clock.advance(days=6)
        assert (await client.post(REFRESH, json=body)).status_code == 401

    async def test_a_browser_needs_the_origin_of_one_of_our_pages(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        client.base_url = httpx.URL("https://espace.test")
        account = await make_active_account(container)
        await log_in_fully(client, container, account, kind="web")
        for headers in ({}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
            response = await client.post(REFRESH, headers=headers)
            assert (response.status_code, response.json()["code"]) == (403, "origin_refused")
        response = await client.post(REFRESH, headers=OWN)
        assert (response.status_code, response.json()["refresh_token"]) == (200, None)
        assert "Max-Age=1800" in response.headers["Set-Cookie"]

    async def test_a_browsers_token_is_worth_nothing_in_a_body(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        client.base_url = httpx.URL("https://espace.test")
        account = await make_active_account(container)
        await log_in_fully(client, container, account, kind="web")
        stolen = {"refresh_token": client.cookies["__Host-espace_refresh"]}
        assert (await client.post(REFRESH, json=stolen)).status_code == 401

    async def test_a_browsers_session_ends_after_thirty_idle_minutes(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        client.base_url = httpx.URL("https://espace.test")
        account = await make_active_account(container)
        await log_in_fully(client, container, account, kind="web")
        clock.advance(minutes=30)
        assert (await client.post(REFRESH, headers=OWN)).status_code == 401

    async def test_it_gives_fresh_tokens_of_the_same_session(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        first = await log_in_fully(client, container, account)
        response = await client.post(REFRESH, json={"refresh_token": first["refresh_token"]})
        body = response.json()
        assert response.status_code == 200
        assert body == {
            "access_token": body["access_token"],
            "token_type": "Bearer",
            "expires_in": 600,
            "refresh_token": body["refresh_token"],
            "session": first["session"],
        }
        assert body["refresh_token"] != first["refresh_token"]
        headers = {"Authorization": f"Bearer {body['access_token']}"}
        assert (await client.get("/v1/home", headers=headers)).status_code == 200


class TestLogOut:
    async def test_anonymous_is_401(self, client: httpx.AsyncClient, container: Container) -> None:
        await make_active_account(container)
        assert (await client.post("/v1/auth/logout")).status_code == 401

    async def test_it_ends_this_session_and_no_other(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        first = await log_in_fully(client, container, account)
        second = await log_in_fully(client, container, account)
        assert (await _post("/v1/auth/logout", client, first)).status_code == 204
        assert (await _home(client, first)).status_code == 401
        assert (await _home(client, second)).status_code == 200

    async def test_a_browser_forgets_its_token(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        client.base_url = httpx.URL("https://espace.test")
        account = await make_active_account(container)
        tokens = await log_in_fully(client, container, account, kind="web")
        await _post("/v1/auth/logout", client, tokens)
        assert set(client.cookies) == {"__Host-espace_device"}


class TestLogOutEverywhere:
    async def test_anonymous_is_401(self, client: httpx.AsyncClient, container: Container) -> None:
        await make_active_account(container)
        assert (await client.post("/v1/auth/logout-all")).status_code == 401

    async def test_it_ends_every_session(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        first = await log_in_fully(client, container, account)
        second = await log_in_fully(client, container, account)
        assert (await _post("/v1/auth/logout-all", client, first)).status_code == 204
        assert [(await _home(client, one)).status_code for one in (first, second)] == [401, 401]
        for tokens in (first, second):
            response = await client.post(REFRESH, json={"refresh_token": tokens["refresh_token"]})
            assert response.status_code == 401


def _token_of(response: httpx.Response) -> dict[str, str]:
    return {"refresh_token": response.json()["refresh_token"]}


async def _post(path: str, client: httpx.AsyncClient, tokens: dict[str, str]) -> httpx.Response:
    return await client.post(path, headers=_bearer(tokens))


async def _home(client: httpx.AsyncClient, tokens: dict[str, str]) -> httpx.Response:
    return await client.get("/v1/home", headers=_bearer(tokens))


def _bearer(tokens: dict[str, str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access_token']}"}
