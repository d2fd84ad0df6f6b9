"""`startPasswordReset`, and what choosing a forgotten password anew ends."""

import httpx
import pytest

from app.container import Container
from app.values.accounts import AccountStatus
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    MadeAccount,
    change_account,
    enter_code,
    invite_member,
    log_in,
    log_in_fully,
    make_active_account,
    messages_to,
    newest_code,
    start_reset,
    steps_of,
)

NEW = "sept marmottes sur le glacier bleu"


async def reset(
    client: httpx.AsyncClient, container: Container, account: MadeAccount
) -> httpx.Response:
    flow = await start_reset(client, account.email)
    await enter_code(client, container, flow, account.email)
    path, headers = steps_of(flow)
    return await client.post(f"{path}/password", json={"password": NEW}, headers=headers)


class TestStartPasswordReset:
    @pytest.mark.usefixtures("portfolio")
    async def test_an_unknown_field_is_422(self, client: httpx.AsyncClient) -> None:
        body = {"email": "a@example.org", "password": NEW}
        response = await client.post("/v1/auth/password-resets", json=body)
        assert (response.status_code, response.json()["code"]) == (422, "invalid_request")

    async def test_it_answers_a_flow_and_sends_a_code(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        flow = await start_reset(client, account.email.upper())
        assert flow == {
            "id": flow["id"],
            "kind": "password_reset",
            "next_step": "enter_code",
            "channels": ["email"],
            "methods": [],
            "submissions_left": 5,
            "resend_available_at": flow["resend_available_at"],
            "available_at": None,
            "expires_at": flow["expires_at"],
            "reasons": [],
            "secret": flow["secret"],
        }
        assert len(await newest_code(container, account.email)) == 6

    async def test_an_invited_person_is_told_to_activate(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await invite_member(container)
        await start_reset(client, account.email)
        assert "pas encore activé" in (await messages_to(container, account.email))[0]

    async def test_a_blocked_account_receives_nothing(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        before = await messages_to(container, account.email)
        await change_account(container, account, status=AccountStatus.BLOCKED)
        await start_reset(client, account.email)
        assert await messages_to(container, account.email) == before

    async def test_another_code_may_be_asked_for_after_thirty_seconds(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        path, headers = steps_of(await start_reset(client, account.email))
        body = {"channel": "email"}
        early = await client.post(f"{path}/code", json=body, headers=headers)
        clock.advance(seconds=31)
        later = await client.post(f"{path}/code", json=body, headers=headers)
        assert (early.status_code, early.json()["code"]) == (429, "resend_too_early")
        assert later.status_code == 202

    async def test_the_code_never_goes_by_sms(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        path, headers = steps_of(await start_reset(client, account.email))
        clock.advance(seconds=31)
        response = await client.post(f"{path}/code", json={"channel": "sms"}, headers=headers)
        assert (response.status_code, response.json()["code"]) == (409, "channel_not_allowed")


class TestChoosePasswordAfterAReset:
    async def test_without_the_code_is_out_of_order(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        path, headers = steps_of(await start_reset(client, account.email))
        response = await client.post(f"{path}/password", json={"password": NEW}, headers=headers)
        assert (response.status_code, response.json()["code"]) == (409, "flow_step_out_of_order")

    async def test_a_weak_one_is_refused_and_another_may_be_tried(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        flow = await start_reset(client, account.email)
        await enter_code(client, container, flow, account.email)
        path, headers = steps_of(flow)
        weak = await client.post(
            f"{path}/password", json={"password": "motdepasse12"}, headers=headers
        )
        good = await client.post(f"{path}/password", json={"password": NEW}, headers=headers)
        assert (weak.status_code, weak.json()["code"]) == (409, "weak_password")
        assert (good.status_code, good.json()["next_step"]) == (200, "log_in")

    async def test_it_opens_no_session_and_the_next_login_steps_up(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        before = await log_in_fully(client, container, account)
        bearer = {"Authorization": f"Bearer {before['access_token']}"}
        done = await reset(client, container, account)
        assert "access_token" not in done.text
        assert (await client.get("/v1/home", headers=bearer)).status_code == 401
        old = await log_in(client, account, device=before["device_secret"])
        assert (old.status_code, old.json()["code"]) == (401, "invalid_credentials")
        renewed = MadeAccount(account.id, account.email, account.phone, NEW)
        again = await log_in(client, renewed, device=before["device_secret"])
        assert again.json()["reasons"] == ["new_device"]

    async def test_a_login_under_way_with_the_old_password_ends(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        path, headers = steps_of((await log_in(client, account)).json()["flow"])
        await reset(client, container, account)
        response = await client.post(
            f"{path}/phone", json={"phone": account.phone}, headers=headers
        )
        assert (response.status_code, response.json()["code"]) == (409, "flow_failed")

    async def test_a_second_reset_under_way_ends_with_the_first(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        other = await start_reset(client, account.email)
        await reset(client, container, account)
        path, headers = steps_of(other)
        response = await client.post(f"{path}/verify", json={"code": "000000"}, headers=headers)
        assert (response.status_code, response.json()["code"]) == (409, "flow_failed")
