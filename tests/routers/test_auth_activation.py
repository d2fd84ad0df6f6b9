"""`startActivation` and the steps to a password."""

from typing import Any

import httpx
from sqlalchemy import select

from app.container import Container
from app.models.audit import AuditEntry
from app.values.accounts import AccountStatus
from app.values.audit import AuditAction
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    PASSWORD,
    account_of,
    change_account,
    invite_member,
    log_in,
    make_active_account,
    messages_to,
    newest_code,
    start_activation,
    steps_of,
)


async def ask_code(
    client: httpx.AsyncClient, flow: dict[str, Any], channel: str = "email"
) -> httpx.Response:
    path, headers = steps_of(flow)
    return await client.post(f"{path}/code", json={"channel": channel}, headers=headers)


async def enter_code(client: httpx.AsyncClient, flow: dict[str, Any], code: str) -> httpx.Response:
    path, headers = steps_of(flow)
    return await client.post(f"{path}/verify", json={"code": code}, headers=headers)


async def choose(
    client: httpx.AsyncClient, flow: dict[str, Any], password: str = PASSWORD
) -> httpx.Response:
    path, headers = steps_of(flow)
    return await client.post(f"{path}/password", json={"password": password}, headers=headers)


async def proved_flow(
    client: httpx.AsyncClient, container: Container, **member: Any
) -> dict[str, Any]:
    """An activation whose e-mailed code was right."""
    account = await invite_member(container, **member)
    flow = await start_activation(client, account.email)
    await ask_code(client, flow)
    response = await enter_code(client, flow, await newest_code(container, account.email))
    assert response.status_code == 200, response.text
    return flow


class TestStartActivation:
    async def test_an_email_that_is_none_is_422(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        await invite_member(container)
        response = await client.post("/v1/auth/activations", json={"email": "camille"})
        assert (response.status_code, response.json()["code"]) == (422, "invalid_request")

    async def test_the_invitation_names_the_brand_and_the_space(self, container: Container) -> None:
        account = await invite_member(container)
        text = (await messages_to(container, account.email))[0]
        assert text.startswith("HCR Bien-Être – Activez votre espace assuré")
        assert "https://espace.example.org/" in text

    async def test_it_answers_a_flow(self, client: httpx.AsyncClient, container: Container) -> None:
        account = await invite_member(container)
        flow = await start_activation(client, account.email)
        assert flow == {
            "id": flow["id"],
            "secret": flow["secret"],
            "kind": "activation",
            "next_step": "choose_channel",
            "channels": ["sms", "email"],
            "methods": [],
            "submissions_left": 5,
            "resend_available_at": None,
            "available_at": None,
            "expires_at": flow["expires_at"],
            "reasons": [],
        }
        assert len(flow["secret"]) == 43


class TestGetFlow:
    async def test_without_the_secret_it_does_not_exist(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await invite_member(container)
        flow = await start_activation(client, account.email)
        other = await start_activation(client, account.email)
        path, headers = steps_of({**flow, "secret": other["secret"]})
        response = await client.get(path, headers=headers)
        assert (response.status_code, response.json()["code"]) == (404, "flow_not_found")
        assert (await client.get(path)).status_code == 422

    async def test_an_id_that_is_none_of_ours_does_not_exist(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        await invite_member(container)
        response = await client.get("/v1/auth/flows/abc", headers={"Flow-Secret": "x"})
        assert (response.status_code, response.json()["code"]) == (404, "flow_not_found")

    async def test_it_tells_what_to_show_and_when_another_code_may_be_asked(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await invite_member(container)
        flow = await start_activation(client, account.email)
        asked = (await ask_code(client, flow)).json()
        path, headers = steps_of(flow)
        body = (await client.get(path, headers=headers)).json()
        assert body == asked
        assert body["next_step"] == "enter_code"
        assert body["resend_available_at"] is not None
        assert "secret" not in body

    async def test_an_expired_flow_says_to_start_again(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await invite_member(container)
        flow = await start_activation(client, account.email)
        clock.advance(minutes=15)
        path, headers = steps_of(flow)
        assert (await client.get(path, headers=headers)).json()["next_step"] == "start_again"
        response = await ask_code(client, flow)
        assert (response.status_code, response.json()["code"]) == (409, "flow_expired")


class TestRequestCode:
    async def test_again_after_30_then_60_seconds_and_three_times_at_most(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await invite_member(container)
        flow = await start_activation(client, account.email)
        statuses = []
        for wait in (0, 29, 1.5, 59, 1.5, 120):
            clock.advance(seconds=wait)
            response = await ask_code(client, flow)
            statuses.append((response.status_code, response.json().get("code")))
        early = (429, "resend_too_early")
        assert statuses == [
            (202, None), early, (202, None), early, (202, None), (429, "too_many_sends"),
        ]  # fmt: skip
        assert len(await messages_to(container, account.email)) == 1 + 3

    async def test_an_sms_without_a_number_on_file_is_a_mail_that_says_so(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await invite_member(container, phone=None)
        flow = await start_activation(client, account.email)
        response = await ask_code(client, flow, "sms")
        assert (response.status_code, response.json()["next_step"]) == (202, "enter_code")
        assert (
            "choisissez de le recevoir par e-mail"
            in (await messages_to(container, account.email))[0]
        )

    async def test_an_active_account_is_told_so_by_mail_and_gets_no_code(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        flow = await start_activation(client, account.email)
        await ask_code(client, flow)
        text = (await messages_to(container, account.email))[0]
        assert "déjà activé" in text
        assert "code" not in text

    async def test_the_newest_code_alone_is_good(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await invite_member(container)
        flow = await start_activation(client, account.email)
        await ask_code(client, flow, "sms")
        by_sms = await newest_code(container, account.phone)
        clock.advance(seconds=31)
        await ask_code(client, flow, "email")
        by_email = await newest_code(container, account.email)
        assert (await enter_code(client, flow, by_sms)).json()["code"] == "wrong_code"
        assert (await enter_code(client, flow, by_email)).status_code == 200


class TestVerifyCode:
    async def test_before_a_code_was_asked_is_out_of_order(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await invite_member(container)
        flow = await start_activation(client, account.email)
        response = await enter_code(client, flow, "123456")
        assert (response.status_code, response.json()["code"]) == (409, "flow_step_out_of_order")

    async def test_a_code_by_email_lives_ten_minutes(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await invite_member(container)
        flow = await start_activation(client, account.email)
        await ask_code(client, flow)
        code = await newest_code(container, account.email)
        clock.advance(minutes=10)
        assert (await enter_code(client, flow, code)).json()["code"] == "wrong_code"

    async def test_the_right_code_leads_to_the_password(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await invite_member(container)
        flow = await start_activation(client, account.email)
        await ask_code(client, flow, "sms")
        response = await enter_code(client, flow, await newest_code(container, account.phone))
        body = response.json()
        assert (response.status_code, body["status"]) == (200, "in_progress")
        assert body["flow"]["next_step"] == "choose_password"
        assert body["flow"]["submissions_left"] == 4


class TestSubmitPhoneInAnActivation:
    async def test_a_member_without_a_number_enrols_one_by_sms(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        flow = await proved_flow(client, container, phone=None)
        path, headers = steps_of(flow)
        assert (await client.get(path, headers=headers)).json()["next_step"] == "enrol_phone"
        body = {"phone": "06 39 98 77 77"}
        given = await client.post(f"{path}/phone", json=body, headers=headers)
        assert (given.status_code, given.json()["channels"]) == (202, ["sms"])
        code = await newest_code(container, "+33639987777")
        entered = await enter_code(client, flow, code)
        assert entered.json()["flow"]["next_step"] == "choose_password"
        assert (await choose(client, flow)).status_code == 200
        assert (await account_of(container, "M-1")).phone == "+33639987777"
        question = select(AuditEntry.reason).where(AuditEntry.action == AuditAction.ACTIVATION)
        async with container.database.read() as connection:
            assert await connection.scalar(question) == "phone_enrolled"

    async def test_a_landline_on_file_is_no_number_for_codes(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        flow = await proved_flow(client, container, phone="+33199000001")
        path, headers = steps_of(flow)
        assert (await client.get(path, headers=headers)).json()["next_step"] == "enrol_phone"

    async def test_only_mobiles_of_our_regions_are_accepted(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        flow = await proved_flow(client, container, phone=None)
        path, headers = steps_of(flow)
        for phone in ("01 99 00 00 01", "08 99 12 34 56", "+44 7911 123456", "nobody"):
            response = await client.post(f"{path}/phone", json={"phone": phone}, headers=headers)
            assert (response.status_code, response.json()["code"]) == (409, "unreachable_phone")

    async def test_its_code_never_goes_by_email(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        flow = await proved_flow(client, container, phone=None)
        path, headers = steps_of(flow)
        await client.post(f"{path}/phone", json={"phone": "0639987777"}, headers=headers)
        response = await ask_code(client, flow, "email")
        assert (response.status_code, response.json()["code"]) == (409, "channel_not_allowed")

    async def test_the_password_waits_for_the_number(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        flow = await proved_flow(client, container, phone=None)
        response = await choose(client, flow)
        assert (response.status_code, response.json()["code"]) == (409, "flow_step_out_of_order")


class TestChoosePassword:
    async def test_weak_passwords_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        flow = await proved_flow(client, container)
        for weak in ("court", "azertyuiop123", "Camille-Martin-1990", "x" * 129):
            response = await choose(client, flow, weak)
            assert (response.status_code, response.json()["code"]) == (409, "weak_password")

    async def test_new_contact_details_meanwhile_end_the_flow(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        flow = await proved_flow(client, container)
        account = await account_of(container, "M-1")
        await change_account(
            container, account, email="new@example.org", updated_at=container.clock.now()
        )
        response = await choose(client, flow)
        assert (response.status_code, response.json()["code"]) == (409, "flow_failed")
        assert (await log_in(client, account)).status_code == 401

    async def test_a_blocked_account_stays_blocked(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        flow = await proved_flow(client, container)
        account = await account_of(container, "M-1")
        await change_account(container, account, status=AccountStatus.BLOCKED)
        assert (await choose(client, flow)).json()["code"] == "flow_step_out_of_order"

    async def test_the_account_is_active_and_nobody_is_logged_in(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        flow = await proved_flow(client, container)
        response = await choose(client, flow)
        assert (response.status_code, response.json()["next_step"]) == (200, "log_in")
        assert "access_token" not in response.text
        assert not response.headers.get_list("Set-Cookie")
        assert (await choose(client, flow)).json()["code"] == "flow_step_out_of_order"
        account = await account_of(container, "M-1")
        assert "est activé" in (await messages_to(container, account.email))[0]
        assert (await log_in(client, account)).json()["status"] == "step_up_required"

    async def test_composed_and_decomposed_letters_are_the_same_password(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        flow = await proved_flow(client, container)
        await choose(client, flow, "Une forêt e\u0301toile\u0301e ")
        account = await account_of(container, "M-1")
        body = {
            "email": account.email.upper(),
            "password": "Une forêt \u00e9toil\u00e9e ",
            "client": "native",
        }
        assert (await client.post("/v1/auth/login", json=body)).status_code == 200
