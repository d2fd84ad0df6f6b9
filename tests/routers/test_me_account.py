"""Password, phone, e-mail and closing, changed by a member signed in."""

import httpx
import pytest

from app.container import Container
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    PASSWORD,
    MadeAccount,
    account_of,
    change_account,
    enter_code,
    log_in,
    log_in_fully,
    make_active_account,
    messages_to,
    newest_code,
    pass_step_up,
    sign_in,
    steps_of,
)
from tests.factories.families import another_family

NEW = "sept marmottes sur le glacier bleu"
NEW_PHONE = "+33639987777"
NEW_EMAIL = "nouvelle@example.org"


class TestChangePassword:
    def body(self, **changes: str) -> dict[str, str]:
        return {"current_password": PASSWORD, "new_password": NEW, **changes}

    async def test_a_wrong_current_one_is_refused_and_counted(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        headers = await sign_in(container, await make_active_account(container))
        body = self.body(current_password="not the password")
        codes = [
            (await client.put("/v1/me/password", json=body, headers=headers)).json()["code"]
            for _ in range(11)
        ]
        assert codes == ["wrong_password"] * 10 + ["too_many_attempts"]

    @pytest.mark.parametrize("weak", ["motdepasse12", "camille martin 1986", "a" * 129])
    async def test_a_weak_one_is_refused(
        self, client: httpx.AsyncClient, container: Container, weak: str
    ) -> None:
        headers = await sign_in(container, await make_active_account(container))
        response = await client.put(
            "/v1/me/password", json=self.body(new_password=weak), headers=headers
        )
        assert (response.status_code, response.json()["code"]) == (409, "weak_password")

    async def test_the_new_one_serves_and_this_session_goes_on(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        opened = await log_in_fully(client, container, account)
        headers = {"Authorization": f"Bearer {opened['access_token']}"}
        response = await client.put("/v1/me/password", json=self.body(), headers=headers)
        assert response.status_code == 204
        assert (await client.get("/v1/home", headers=headers)).status_code == 200
        assert (await log_in(client, account)).status_code == 401
        renewed = MadeAccount(account.id, account.email, account.phone, NEW)
        again = await log_in(client, renewed, device=opened["device_secret"])
        assert again.json()["status"] == "authenticated"

    async def test_it_freezes_nothing(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        headers = await sign_in(container, await make_active_account(container))
        await client.put("/v1/me/password", json=self.body(), headers=headers)
        response = await client.post(
            "/v1/me/email-changes", json={"email": NEW_EMAIL}, headers=headers
        )
        assert response.status_code == 202


class TestStartPhoneChange:
    @pytest.mark.parametrize("phone", ["01 99 00 12 34", "0899123456", "+1 202 555 0143", "12"])
    async def test_what_our_sms_may_not_go_to_is_refused(
        self, client: httpx.AsyncClient, container: Container, phone: str
    ) -> None:
        headers = await sign_in(container, await make_active_account(container))
        response = await client.post("/v1/me/phone-changes", json={"phone": phone}, headers=headers)
        assert (response.status_code, response.json()["code"]) == (409, "unreachable_phone")

    async def test_nothing_changes_before_the_code(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        headers = await sign_in(container, account)
        response = await client.post(
            "/v1/me/phone-changes", json={"phone": NEW_PHONE}, headers=headers
        )
        flow = response.json()
        assert (response.status_code, flow["kind"]) == (202, "phone_change")
        assert (flow["next_step"], flow["channels"]) == ("enter_code", ["sms"])
        read = await client.get("/v1/me/second-factors", headers=headers)
        assert read.json()["phone"].endswith(account.phone[-2:])

    async def test_the_code_makes_it_the_accounts(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        headers = await sign_in(container, account)
        other = await sign_in(container, account)
        begun = await client.post(
            "/v1/me/phone-changes", json={"phone": "06 39 98 77 77"}, headers=headers
        )
        done = await enter_code(client, container, begun.json(), NEW_PHONE)
        assert done.json()["flow"]["next_step"] == "done"
        assert (await client.get("/v1/home", headers=headers)).status_code == 200
        assert (await client.get("/v1/home", headers=other)).status_code == 401
        renewed = MadeAccount(account.id, account.email, NEW_PHONE, account.password)
        flow = (await log_in(client, renewed)).json()["flow"]
        opened = await pass_step_up(client, container, renewed, flow)
        assert opened["status"] == "authenticated"

    async def test_a_mistyped_number_may_be_corrected(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        headers = await sign_in(container, account)
        begun = await client.post(
            "/v1/me/phone-changes", json={"phone": "06 39 98 66 66"}, headers=headers
        )
        path, secret = steps_of(begun.json())
        clock.advance(seconds=31)
        await client.post(f"{path}/phone", json={"phone": NEW_PHONE}, headers=secret)
        done = await enter_code(client, container, begun.json(), NEW_PHONE)
        assert done.json()["flow"]["next_step"] == "done"

    async def test_a_session_that_ended_changes_nothing(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        headers = await sign_in(container, account)
        begun = await client.post(
            "/v1/me/phone-changes", json={"phone": NEW_PHONE}, headers=headers
        )
        await client.post("/v1/auth/logout", headers=headers)
        response = await enter_code(client, container, begun.json(), NEW_PHONE)
        assert (response.status_code, response.json()["code"]) == (409, "flow_failed")

    async def test_the_email_waits_for_72_hours_then(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        headers = await sign_in(container, account)
        begun = await client.post(
            "/v1/me/phone-changes", json={"phone": NEW_PHONE}, headers=headers
        )
        await enter_code(client, container, begun.json(), NEW_PHONE)
        body = {"email": NEW_EMAIL}
        frozen = await client.post("/v1/me/email-changes", json=body, headers=headers)
        assert (frozen.status_code, frozen.json()["code"]) == (409, "account_frozen")
        clock.advance(hours=72)
        headers = await sign_in(container, account)
        thawed = await client.post("/v1/me/email-changes", json=body, headers=headers)
        assert thawed.status_code == 202


class TestStartEmailChange:
    async def test_both_addresses_are_proved_in_turn(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        headers = await sign_in(container, account)
        response = await client.post(
            "/v1/me/email-changes", json={"email": NEW_EMAIL.upper()}, headers=headers
        )
        flow = response.json()
        assert (response.status_code, flow["kind"]) == (202, "email_change")
        assert await messages_to(container, NEW_EMAIL) == []
        half = await enter_code(client, container, flow, account.email)
        assert half.json()["flow"]["next_step"] == "enter_code"
        assert (await log_in(client, account)).status_code == 200
        done = await enter_code(client, container, flow, NEW_EMAIL)
        assert done.json()["flow"]["next_step"] == "done"
        renewed = MadeAccount(account.id, NEW_EMAIL, account.phone, account.password)
        assert (await log_in(client, account)).status_code == 401
        assert (await log_in(client, renewed)).status_code == 200

    async def test_the_first_code_does_not_serve_twice(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        headers = await sign_in(container, account)
        flow = (
            await client.post("/v1/me/email-changes", json={"email": NEW_EMAIL}, headers=headers)
        ).json()
        path, secret = steps_of(flow)
        body = {"code": await newest_code(container, account.email)}
        answers = [await client.post(f"{path}/verify", json=body, headers=secret) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 409]

    async def test_an_address_somebody_has_receives_a_letter_and_no_code(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        await another_family(container)
        theirs = (await account_of(container, "M-2")).email
        headers = await sign_in(container, account)
        flow = (
            await client.post("/v1/me/email-changes", json={"email": theirs}, headers=headers)
        ).json()
        half = await enter_code(client, container, flow, account.email)
        assert half.json()["flow"]["next_step"] == "enter_code"
        assert "a déjà un espace" in (await messages_to(container, theirs))[0]
        path, secret = steps_of(flow)
        guess = await client.post(f"{path}/verify", json={"code": "000000"}, headers=secret)
        assert guess.json()["code"] == "wrong_code"

    async def test_the_former_address_is_told_and_the_new_one_can_undo_nothing(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        headers = await sign_in(container, account)
        flow = (
            await client.post("/v1/me/email-changes", json={"email": NEW_EMAIL}, headers=headers)
        ).json()
        await enter_code(client, container, flow, account.email)
        await enter_code(client, container, flow, NEW_EMAIL)
        assert "alerte#" in (await messages_to(container, account.email))[0]
        assert all("alerte#" not in text for text in await messages_to(container, NEW_EMAIL))


class TestCloseAccount:
    async def test_nobody_comes_in_any_more(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        opened = await log_in_fully(client, container, account)
        headers = {"Authorization": f"Bearer {opened['access_token']}"}
        assert (await client.post("/v1/me/closure", headers=headers)).status_code == 204
        assert (await client.get("/v1/home", headers=headers)).status_code == 401
        body = {"refresh_token": opened["refresh_token"]}
        assert (await client.post("/v1/auth/refresh", json=body)).status_code == 401
        again = await log_in(client, account, device=opened["device_secret"])
        assert (again.status_code, again.json()["code"]) == (401, "invalid_credentials")
        assert "vient d'être fermé" in (await messages_to(container, account.email))[0]

    async def test_an_account_without_cover_may_be_closed_too(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        await change_account(container, account, phone=None)
        headers = await sign_in(container, account)
        assert (await client.post("/v1/me/closure", headers=headers)).status_code == 204
