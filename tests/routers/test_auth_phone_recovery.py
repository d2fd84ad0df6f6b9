"""`startPhoneRecovery`: a lost phone, its notices, its wait, and the number that follows."""

from typing import Any

import httpx
import pytest

from app.container import Container
from app.values.flows import FlowKind
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    MadeAccount,
    alert_token,
    change_account,
    enter_code,
    log_in,
    log_in_fully,
    make_active_account,
    messages_to,
    newest_code,
    pass_step_up,
    start_reset,
    steps_of,
)

FILE = {"member_number": "00000001", "birth_date": "1986-05-14"}
NEW_PHONE = "+33639987777"


async def declare_lost(
    client: httpx.AsyncClient, account: MadeAccount, body: dict[str, str] | None = None
) -> httpx.Response:
    path, headers = steps_of((await log_in(client, account)).json()["flow"])
    return await client.post(f"{path}/phone-recovery", json=body or FILE, headers=headers)


async def step(
    client: httpx.AsyncClient, flow: dict[str, Any], name: str, body: dict[str, str]
) -> httpx.Response:
    path, headers = steps_of(flow)
    return await client.post(f"{path}/{name}", json=body, headers=headers)


async def recover(
    client: httpx.AsyncClient, container: Container, account: MadeAccount, flow: dict[str, Any]
) -> dict[str, Any]:
    """What follows the wait: e-mail, its code, the new number, its code."""
    await step(client, flow, "code", {"channel": "email"})
    proved = await enter_code(client, container, flow, account.email)
    assert proved.json()["flow"]["next_step"] == "enrol_phone", proved.text
    await step(client, flow, "phone", {"phone": NEW_PHONE})
    done: dict[str, Any] = (await enter_code(client, container, flow, NEW_PHONE)).json()
    return done


class TestStartPhoneRecovery:
    @pytest.mark.parametrize("wrong", [{"member_number": "00000002"}, {"birth_date": "1986-05-15"}])
    async def test_details_that_differ_from_the_file_are_refused_and_counted(
        self, client: httpx.AsyncClient, container: Container, wrong: dict[str, str]
    ) -> None:
        account = await make_active_account(container)
        path, headers = steps_of((await log_in(client, account)).json()["flow"])
        codes = []
        for _ in range(6):
            response = await client.post(
                f"{path}/phone-recovery", json={**FILE, **wrong}, headers=headers
            )
            codes.append(response.json()["code"])
        assert codes == ["identity_mismatch"] * 5 + ["flow_failed"]

    async def test_without_a_right_password_there_is_no_way_to_ask(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        flow = (await client.post("/v1/auth/activations", json={"email": account.email})).json()
        response = await step(client, flow, "phone-recovery", FILE)
        assert (response.status_code, response.json()["code"]) == (409, "flow_step_out_of_order")

    async def test_it_answers_a_flow_that_waits(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        response = await declare_lost(client, await make_active_account(container))
        flow = response.json()
        assert response.status_code == 202
        assert (flow["kind"], flow["next_step"]) == (FlowKind.PHONE_RECOVERY.value, "wait")
        assert flow["channels"] == ["email"]
        assert flow["available_at"] is not None
        early = await step(client, flow, "code", {"channel": "email"})
        assert (early.status_code, early.json()["code"]) == (409, "flow_step_out_of_order")

    async def test_notices_leave_at_once_by_mail_and_to_the_number_on_file(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        await declare_lost(client, account)
        mail = (await messages_to(container, account.email))[0]
        sms = (await messages_to(container, account.phone))[0]
        assert "téléphone perdu" in mail
        assert await alert_token(container, account.email) in sms

    async def test_seven_days_after_a_reset_and_no_earlier(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        await change_account(container, account, password_reset_at=clock.now())
        clock.advance(days=6, hours=23)
        refused = await declare_lost(client, account)
        assert (refused.status_code, refused.json()["code"]) == (409, "recovery_refused")
        clock.advance(hours=2)
        assert (await declare_lost(client, account)).status_code == 202

    async def test_a_second_one_ends_the_first(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        first = (await declare_lost(client, account)).json()
        await declare_lost(client, account)
        path, headers = steps_of(first)
        assert (await client.get(path, headers=headers)).json()["next_step"] == "start_again"

    async def test_the_owner_is_disturbed_five_times_an_hour_at_most(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        statuses = [(await declare_lost(client, account)).status_code for _ in range(6)]
        assert statuses == [202] * 5 + [429]


class TestAfterTheWait:
    async def test_the_new_number_serves_from_then_on(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        before = await log_in_fully(client, container, account)
        flow = (await declare_lost(client, account)).json()
        clock.advance(hours=24)
        done = await recover(client, container, account, flow)
        assert done["flow"]["next_step"] == "log_in"
        renewed = MadeAccount(account.id, account.email, NEW_PHONE, account.password)
        again = await log_in(client, renewed, device=before["device_secret"])
        assert again.json()["reasons"] == ["new_device"]
        opened = await pass_step_up(client, container, renewed, again.json()["flow"])
        assert opened["status"] == "authenticated"

    async def test_the_former_number_and_the_mail_are_told(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        flow = (await declare_lost(client, account)).json()
        clock.advance(hours=24)
        await recover(client, container, account, flow)
        assert "numéro de téléphone a changé" in (await messages_to(container, account.phone))[0]
        assert "vient de changer" in (await messages_to(container, account.email))[0]

    async def test_two_days_later_it_is_over(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        flow = (await declare_lost(client, await make_active_account(container))).json()
        clock.advance(hours=24 + 48)
        response = await step(client, flow, "code", {"channel": "email"})
        assert (response.status_code, response.json()["code"]) == (409, "flow_expired")

    async def test_a_password_reset_meanwhile_ends_it(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        flow = (await declare_lost(client, account)).json()
        reset = await start_reset(client, account.email)
        await enter_code(client, container, reset, account.email)
        await step(client, reset, "password", {"password": "sept marmottes sur le glacier bleu"})
        clock.advance(hours=24)
        response = await step(client, flow, "code", {"channel": "email"})
        assert (response.status_code, response.json()["code"]) == (409, "flow_failed")

    async def test_the_link_of_the_notice_cancels_it(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        flow = (await declare_lost(client, account)).json()
        token = await alert_token(container, account.phone)
        answer = await client.post(f"/v1/auth/alerts/{token}")
        assert answer.json() == {"kind": "phone_recovery_started", "next_step": "reset_password"}
        clock.advance(hours=24)
        response = await step(client, flow, "code", {"channel": "email"})
        assert (response.status_code, response.json()["code"]) == (409, "flow_failed")


class TestAnAccountWithoutPhone:
    async def test_the_screen_leads_to_the_recovery(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        await change_account(container, account, phone=None)
        flow = (await log_in(client, account)).json()["flow"]
        assert (flow["next_step"], flow["methods"]) == ("recover_phone", [])
        recovery = (await declare_lost(client, account)).json()
        clock.advance(hours=24)
        done = await recover(client, container, account, recovery)
        assert done["flow"]["next_step"] == "log_in"
        assert len(await newest_code(container, NEW_PHONE)) == 6
