"""`startStepUp`: a fresh second factor on demand (RFC 9470)."""

import httpx
import jwt

from app.container import Container
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    PASSWORD,
    enrol_totp,
    log_in,
    log_in_fully,
    make_active_account,
    messages_to,
    newest_code,
    pass_step_up,
    sign_in,
    steps_of,
)

CHANGE = {"current_password": PASSWORD, "new_password": "sept marmottes sur le glacier bleu"}


async def start(client: httpx.AsyncClient, headers: dict[str, str]) -> httpx.Response:
    return await client.post("/v1/auth/step-up", headers=headers)


class TestStartStepUp:
    async def test_anonymous_is_401(self, client: httpx.AsyncClient, container: Container) -> None:
        await make_active_account(container)
        response = await client.post("/v1/auth/step-up")
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")

    async def test_it_answers_a_flow_of_the_session(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        await enrol_totp(container, account)
        response = await start(client, await sign_in(container, account))
        flow = response.json()
        assert response.status_code == 202
        assert flow == {
            "id": flow["id"],
            "kind": "step_up",
            "next_step": "confirm_phone",
            "channels": ["sms"],
            "methods": ["sms", "totp"],
            "submissions_left": 5,
            "resend_available_at": None,
            "available_at": None,
            "expires_at": flow["expires_at"],
            "reasons": [],
            "secret": flow["secret"],
        }


class TestStepUpThroughAChallenge:
    async def test_a_session_without_second_factor_is_challenged_and_comes_back(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        device = (await log_in_fully(client, container, account))["device_secret"]
        plain = (await log_in(client, account, device=device)).json()
        bearer = {"Authorization": f"Bearer {plain['access_token']}"}
        refused = await client.put("/v1/me/password", json=CHANGE, headers=bearer)
        assert (refused.status_code, refused.json()["code"]) == (401, "step_up_required")
        assert refused.headers["WWW-Authenticate"] == (
            'Bearer error="insufficient_user_authentication", acr_values="aal2", max_age="900"'
        )
        flow = (await start(client, bearer)).json()
        fresh = await pass_step_up(client, container, account, flow)
        assert fresh["session"]["id"] == plain["session"]["id"]
        assert (fresh["session"]["acr"], fresh["session"]["amr"]) == ("aal2", ["pwd", "sms"])
        assert fresh["device_secret"] is None
        bearer = {"Authorization": f"Bearer {fresh['access_token']}"}
        accepted = await client.put("/v1/me/password", json=CHANGE, headers=bearer)
        assert accepted.status_code == 204

    async def test_its_token_tells_when_the_factor_was_shown(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        opened = await log_in_fully(client, container, account)
        clock.advance(minutes=5)
        bearer = {"Authorization": f"Bearer {opened['access_token']}"}
        flow = (await start(client, bearer)).json()
        clock.advance(minutes=1)
        fresh = await pass_step_up(client, container, account, flow)
        before, after = (
            jwt.decode(token["access_token"], options={"verify_signature": False})
            for token in (opened, fresh)
        )
        assert after["auth_time"] - before["auth_time"] >= 360
        assert after["acr"] == "aal2"

    async def test_the_refresh_token_stays_good(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        opened = await log_in_fully(client, container, account)
        bearer = {"Authorization": f"Bearer {opened['access_token']}"}
        flow = (await start(client, bearer)).json()
        fresh = await pass_step_up(client, container, account, flow)
        assert fresh["refresh_token"] == opened["refresh_token"]
        body = {"refresh_token": fresh["refresh_token"]}
        assert (await client.post("/v1/auth/refresh", json=body)).status_code == 200

    async def test_a_session_that_ended_meanwhile_is_not_made_fresh(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        bearer = await sign_in(container, account)
        path, headers = steps_of((await start(client, bearer)).json())
        await client.post(f"{path}/phone", json={"phone": account.phone}, headers=headers)
        await client.post("/v1/auth/logout", headers=bearer)
        body = {"code": await newest_code(container, account.phone)}
        response = await client.post(f"{path}/verify", json=body, headers=headers)
        assert (response.status_code, response.json()["code"]) == (401, "invalid_credentials")

    async def test_the_number_typed_is_only_compared(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        bearer = await sign_in(container, account)
        path, headers = steps_of((await start(client, bearer)).json())
        answer = await client.post(
            f"{path}/phone", json={"phone": "06 39 98 66 66"}, headers=headers
        )
        assert answer.status_code == 202
        assert await messages_to(container, "+33639986666") == []
