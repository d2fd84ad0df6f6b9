"""`logIn` and the steps of its second factor."""

from dataclasses import replace

import httpx
import pytest

from app.container import Container
from app.values.accounts import AccountStatus
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    PASSWORD,
    change_account,
    log_in,
    log_in_fully,
    make_active_account,
    messages_to,
    newest_code,
    pass_step_up,
    sign_in,
    steps_of,
)


class TestLogIn:
    async def test_a_page_of_another_origin_is_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        response = await client.post(
            "/v1/auth/login",
            json={"email": account.email, "password": PASSWORD, "client": "web"},
            headers={"Origin": "https://evil.example"},
        )
        assert (response.status_code, response.json()["code"]) == (403, "origin_refused")

    async def test_an_unknown_field_is_422(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        body = {"email": account.email, "password": PASSWORD, "client": "web", "admin": True}
        response = await client.post("/v1/auth/login", json=body)
        assert (response.status_code, response.json()["code"]) == (422, "invalid_request")

    async def test_a_wrong_password_is_401(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        body = {"email": account.email, "password": f" {PASSWORD}", "client": "native"}
        response = await client.post("/v1/auth/login", json=body)
        assert (response.status_code, response.json()["code"]) == (401, "invalid_credentials")

    async def test_ten_failures_from_unknown_devices_leave_the_known_one_its_own_tries(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        device = (await log_in_fully(client, container, account))["device_secret"]
        body = {"email": account.email, "password": "not the password", "client": "native"}
        codes = [(await client.post("/v1/auth/login", json=body)).status_code for _ in range(11)]
        assert codes == [401] * 10 + [429]
        refused = await log_in(client, account)
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_attempts")
        assert int(refused.headers["Retry-After"]) <= 900
        assert (await log_in(client, account, device=device)).json()["status"] == "authenticated"

    async def test_a_new_client_is_asked_for_a_second_factor_with_the_reasons(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        response = await log_in(client, account)
        body = response.json()
        flow = body["flow"]
        assert response.status_code == 200
        assert body == {
            "status": "step_up_required",
            "reasons": ["new_device", "new_ip"],
            "flow": {
                "id": flow["id"],
                "kind": "login",
                "next_step": "confirm_phone",
                "channels": ["sms"],
                "methods": ["sms"],
                "submissions_left": 5,
                "resend_available_at": None,
                "available_at": None,
                "expires_at": flow["expires_at"],
                "reasons": ["new_device", "new_ip"],
                "secret": flow["secret"],
            },
        }
        metrics = (await client.get("/metrics")).text
        assert 'espace_step_ups_total{reason="new_device"} 1.0' in metrics

    async def test_a_known_device_at_a_known_address_needs_no_second_factor(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        first = await log_in_fully(client, container, account)
        body = (await log_in(client, account, device=first["device_secret"])).json()
        session = body["session"]
        assert body == {
            "status": "authenticated",
            "access_token": body["access_token"],
            "token_type": "Bearer",
            "expires_in": 600,
            "refresh_token": body["refresh_token"],
            "device_secret": None,
            "session": {
                "id": session["id"],
                "acr": "aal1",
                "amr": ["pwd"],
                "authenticated_at": session["authenticated_at"],
                "expires_at": session["expires_at"],
            },
        }

    async def test_another_address_is_new_and_known_once_confirmed(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        device = (await log_in_fully(client, container, account))["device_secret"]
        away = await log_in(client, account, device=device, ip="198.51.100.7")
        assert away.json()["reasons"] == ["new_ip"]
        body = await pass_step_up(client, container, account, away.json()["flow"])
        assert (body["session"]["acr"], body["device_secret"]) == ("aal2", None)
        again = await log_in(client, account, device=device, ip="198.51.100.7")
        assert again.json()["status"] == "authenticated"

    async def test_another_address_of_the_same_ipv6_network_is_known(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        first = await log_in(client, account, ip="2001:db8:1:2::1")
        device = (await pass_step_up(client, container, account, first.json()["flow"]))[
            "device_secret"
        ]
        same = await log_in(client, account, device=device, ip="2001:db8:1:2:ffff::9")
        other = await log_in(client, account, device=device, ip="2001:db8:1:3::1")
        assert same.json()["status"] == "authenticated"
        assert other.json()["reasons"] == ["new_ip"]

    @pytest.mark.parametrize("typed", [f"{PASSWORD} ", f" {PASSWORD}", PASSWORD.upper()])
    async def test_a_password_is_compared_as_it_was_typed(
        self, client: httpx.AsyncClient, container: Container, typed: str
    ) -> None:
        account = await make_active_account(container)
        other = await log_in(client, replace(account, password=typed))
        assert (other.status_code, other.json()["code"]) == (401, "invalid_credentials")

    async def test_three_calendar_months_without_login_are_inactivity(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        clock.set_to("2026-01-31 10:00")
        account = await make_active_account(container)
        device = (await log_in_fully(client, container, account))["device_secret"]
        clock.set_to("2026-04-30 09:00")
        assert (await log_in(client, account, device=device)).json()["status"] == "authenticated"
        clock.set_to("2026-07-30 09:05")
        assert (await log_in(client, account, device=device)).json()["reasons"] == ["inactivity"]

    async def test_a_device_and_a_network_are_forgotten_after_400_days(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        device = (await log_in_fully(client, container, account))["device_secret"]
        clock.advance(days=401)
        reasons = (await log_in(client, account, device=device)).json()["reasons"]
        assert reasons == ["new_device", "new_ip", "inactivity"]

    async def test_somebody_elses_device_is_a_new_one(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        device = (await log_in_fully(client, container, account))["device_secret"]
        await change_account(container, account, email="somebody-else@example.org")
        wrong = await log_in(client, account, device=device)
        assert wrong.status_code == 401

    async def test_a_browser_keeps_its_secrets_in_cookies(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        client.base_url = httpx.URL("https://espace.test")
        account = await make_active_account(container)
        body = await log_in_fully(client, container, account, kind="web")
        assert (body["refresh_token"], body["device_secret"]) == (None, None)
        cookies = {cookie.name: cookie for cookie in client.cookies.jar}
        assert set(cookies) == {"__Host-espace_refresh", "__Host-espace_device"}
        assert all(cookie.secure and cookie.path == "/" for cookie in cookies.values())
        again = await log_in(client, account, kind="web")
        assert again.json()["status"] == "authenticated"
        header = again.headers["Set-Cookie"]
        assert all(part in header for part in ("HttpOnly", "SameSite=strict", "Secure", "Path=/"))

    async def test_a_browsers_device_stays_known_as_long_as_it_is_used(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        client.base_url = httpx.URL("https://espace.test")
        account = await make_active_account(container)
        await log_in_fully(client, container, account, kind="web")
        again = await log_in(client, account, kind="web")
        device = client.cookies["__Host-espace_device"]
        cookies = again.headers.get_list("Set-Cookie")
        renewed = next(one for one in cookies if one.startswith("__Host-espace_device="))
        assert renewed.startswith(f"__Host-espace_device={device};")
        assert f"Max-Age={400 * 24 * 60 * 60};" in renewed


class TestSubmitPhoneInALogin:
    async def test_the_number_may_be_spelled_in_any_way(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        path, headers = steps_of((await log_in(client, account)).json()["flow"])
        spelled = f"00 33 (0){account.phone[3]} {account.phone[4:8]}-{account.phone[8:]}"
        response = await client.post(f"{path}/phone", json={"phone": spelled}, headers=headers)
        assert (response.status_code, response.json()["next_step"]) == (202, "enter_code")
        assert len(await messages_to(container, account.phone)) == 1

    async def test_the_sms_ends_with_the_line_that_phones_fill_in(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        path, headers = steps_of((await log_in(client, account)).json()["flow"])
        await client.post(f"{path}/phone", json={"phone": account.phone}, headers=headers)
        text = (await messages_to(container, account.phone))[0]
        code = await newest_code(container, account.phone)
        assert text.splitlines()[-1] == f"@espace.example.org #{code}"

    async def test_a_mistyped_number_may_be_corrected_at_once(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        path, headers = steps_of((await log_in(client, account)).json()["flow"])
        await client.post(f"{path}/phone", json={"phone": "06 39 98 99 99"}, headers=headers)
        await client.post(f"{path}/phone", json={"phone": account.phone}, headers=headers)
        assert len(await messages_to(container, account.phone)) == 1

    async def test_twice_the_right_number_sends_one_sms_and_its_code_stays_good(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        path, headers = steps_of((await log_in(client, account)).json()["flow"])
        for _ in range(2):
            await client.post(f"{path}/phone", json={"phone": account.phone}, headers=headers)
        assert len(await messages_to(container, account.phone)) == 1
        code = await newest_code(container, account.phone)
        response = await client.post(f"{path}/verify", json={"code": code}, headers=headers)
        assert response.json()["status"] == "authenticated"

    async def test_a_code_by_email_is_not_allowed(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        path, headers = steps_of((await log_in(client, account)).json()["flow"])
        response = await client.post(f"{path}/code", json={"channel": "email"}, headers=headers)
        assert (response.status_code, response.json()["code"]) == (409, "channel_not_allowed")

    async def test_a_code_before_the_number_is_out_of_order(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        path, headers = steps_of((await log_in(client, account)).json()["flow"])
        response = await client.post(f"{path}/code", json={"channel": "sms"}, headers=headers)
        assert (response.status_code, response.json()["code"]) == (409, "flow_step_out_of_order")


class TestVerifyCodeInALogin:
    async def test_a_blocked_account_stays_out_with_the_right_code(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        path, headers = steps_of((await log_in(client, account)).json()["flow"])
        await client.post(f"{path}/phone", json={"phone": account.phone}, headers=headers)
        code = await newest_code(container, account.phone)
        await change_account(container, account, status=AccountStatus.BLOCKED)
        response = await client.post(f"{path}/verify", json={"code": code}, headers=headers)
        assert (response.status_code, response.json()["code"]) == (401, "invalid_credentials")

    async def test_a_code_is_too_old_after_five_minutes(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        path, headers = steps_of((await log_in(client, account)).json()["flow"])
        await client.post(f"{path}/phone", json={"phone": account.phone}, headers=headers)
        code = await newest_code(container, account.phone)
        clock.advance(minutes=5)
        response = await client.post(f"{path}/verify", json={"code": code}, headers=headers)
        assert (response.status_code, response.json()["code"]) == (409, "wrong_code")

    async def test_the_right_code_opens_a_session_of_the_second_level(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        body = await log_in_fully(client, container, account)
        assert body["session"]["acr"] == "aal2"
        assert body["session"]["amr"] == ["pwd", "sms"]
        assert len(body["device_secret"]) == 43
        headers = {"Authorization": f"Bearer {body['access_token']}"}
        assert (await client.get("/v1/home", headers=headers)).status_code == 200


class TestSignInFactory:
    async def test_it_gives_headers_that_open_the_home_page(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        headers = await sign_in(container, account)
        assert (await client.get("/v1/home", headers=headers)).status_code == 200
