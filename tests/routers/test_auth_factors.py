"""Second factors other than an SMS, in a login: authenticator app, recovery code, passkey."""

from typing import Any

import httpx
import pyotp
import pytest

from app.container import Container
from tests.authenticators import SoftwareAuthenticator
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    MadeAccount,
    enrol_totp,
    log_in,
    make_active_account,
    sign_in,
    steps_of,
)
from tests.factories.families import another_family


async def login_flow(client: httpx.AsyncClient, account: MadeAccount) -> dict[str, Any]:
    flow: dict[str, Any] = (await log_in(client, account)).json()["flow"]
    return flow


async def show(
    client: httpx.AsyncClient, flow: dict[str, Any], step: str, body: dict[str, Any]
) -> httpx.Response:
    path, headers = steps_of(flow)
    return await client.post(f"{path}/{step}", json=body, headers=headers)


def code_at(secret: str, clock: AdjustableClock) -> dict[str, str]:
    return {"code": pyotp.TOTP(secret).at(clock.now())}


async def make_codes(client: httpx.AsyncClient, headers: dict[str, str]) -> list[str]:
    response = await client.post("/v1/me/recovery-codes", headers=headers)
    assert response.status_code == 201, response.text
    codes: list[str] = response.json()["codes"]
    return codes


async def enrol_passkey(
    client: httpx.AsyncClient, headers: dict[str, str], device: SoftwareAuthenticator
) -> httpx.Response:
    begun = await client.post(
        "/v1/me/second-factors/passkeys", json={"name": "Téléphone"}, headers=headers
    )
    assert begun.status_code == 201, begun.text
    enrolment = begun.json()
    return await client.post(
        f"/v1/me/second-factors/passkeys/{enrolment['id']}/confirmation",
        json={"credential": device.create(enrolment["options"])},
        headers=headers,
    )


class TestSubmitTotp:
    async def test_a_wrong_code_is_refused_and_counted(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        secret = await enrol_totp(container, account)
        flow = await login_flow(client, account)
        wrong = f"{(int(code_at(secret, clock)['code']) + 1) % 1_000_000:06d}"
        answers = [await show(client, flow, "totp", {"code": wrong}) for _ in range(6)]
        codes = [answer.json()["code"] for answer in answers]
        assert codes == ["wrong_code"] * 5 + ["flow_failed"]

    async def test_an_account_without_an_app_is_refused_alike(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        flow = await login_flow(client, await make_active_account(container))
        response = await show(client, flow, "totp", {"code": "000000"})
        assert (response.status_code, response.json()["code"]) == (409, "wrong_code")

    async def test_the_right_code_opens_a_session(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        secret = await enrol_totp(container, account)
        flow = await login_flow(client, account)
        assert flow["methods"] == ["sms", "totp"]
        body = (await show(client, flow, "totp", code_at(secret, clock))).json()
        assert body["status"] == "authenticated"
        assert (body["session"]["acr"], body["session"]["amr"]) == ("aal2", ["pwd", "otp"])
        assert body["device_secret"]

    @pytest.mark.parametrize(("late", "expected"), [(-29, 200), (29, 200), (95, 409)])
    async def test_a_phones_clock_may_be_a_step_off(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        late: int,
        expected: int,
    ) -> None:
        account = await make_active_account(container)
        secret = await enrol_totp(container, account)
        flow = await login_flow(client, account)
        code = code_at(secret, clock)
        clock.advance(seconds=late)
        assert (await show(client, flow, "totp", code)).status_code == expected

    async def test_it_is_not_taken_in_an_activation(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        flow = (await client.post("/v1/auth/activations", json={"email": account.email})).json()
        response = await show(client, flow, "totp", {"code": "000000"})
        assert (response.status_code, response.json()["code"]) == (409, "flow_step_out_of_order")


class TestSubmitRecoveryCode:
    async def test_each_code_is_good_once_however_it_is_typed(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        codes = await make_codes(client, await sign_in(container, account))
        assert len(set(codes)) == 10
        typed = {"code": f" {codes[0].upper().replace('-', ' ')} "}
        first = await show(client, await login_flow(client, account), "recovery-code", typed)
        again = await show(client, await login_flow(client, account), "recovery-code", typed)
        assert first.json()["session"]["amr"] == ["pwd", "recovery"]
        assert (again.status_code, again.json()["code"]) == (409, "wrong_code")

    async def test_codes_made_before_are_worthless(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        headers = await sign_in(container, account)
        old = await make_codes(client, headers)
        await make_codes(client, headers)
        flow = await login_flow(client, account)
        response = await show(client, flow, "recovery-code", {"code": old[0]})
        assert response.json()["code"] == "wrong_code"

    async def test_somebody_elses_code_is_wrong(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        theirs = await make_codes(client, await another_family(container))
        flow = await login_flow(client, account)
        response = await show(client, flow, "recovery-code", {"code": theirs[0]})
        assert response.json()["code"] == "wrong_code"


class TestSubmitPasskey:
    async def test_a_passkey_signs_in(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        device = SoftwareAuthenticator()
        await enrol_passkey(client, await sign_in(container, account), device)
        flow = await login_flow(client, account)
        assert flow["methods"] == ["sms", "passkey"]
        assert flow["passkey"]["rpId"] == "espace.example.org"
        body = {"credential": device.get(flow["passkey"])}
        response = await show(client, flow, "passkey", body)
        assert response.status_code == 200, response.text
        assert response.json()["session"]["amr"] == ["pwd", "pop"]
        replayed = await show(client, flow, "passkey", body)
        assert replayed.json()["code"] == "flow_step_out_of_order"

    async def test_the_options_can_be_read_again(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        await enrol_passkey(client, await sign_in(container, account), SoftwareAuthenticator())
        flow = await login_flow(client, account)
        path, headers = steps_of(flow)
        read = (await client.get(path, headers=headers)).json()
        assert read["passkey"] == flow["passkey"]

    @pytest.mark.parametrize(
        "changes",
        [{"challenge": "AAAA"}, {"rpId": "evil.example"}],
        ids=["another challenge", "another domain"],
    )
    async def test_what_was_signed_for_something_else_is_refused(
        self, client: httpx.AsyncClient, container: Container, changes: dict[str, str]
    ) -> None:
        account = await make_active_account(container)
        device = SoftwareAuthenticator()
        await enrol_passkey(client, await sign_in(container, account), device)
        flow = await login_flow(client, account)
        body = {"credential": device.get(flow["passkey"], **changes)}
        response = await show(client, flow, "passkey", body)
        assert (response.status_code, response.json()["code"]) == (409, "wrong_passkey")

    async def test_an_assertion_of_another_flow_is_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        device = SoftwareAuthenticator()
        await enrol_passkey(client, await sign_in(container, account), device)
        first, second = [await login_flow(client, account) for _ in range(2)]
        body = {"credential": device.get(first["passkey"])}
        response = await show(client, second, "passkey", body)
        assert response.json()["code"] == "wrong_passkey"

    async def test_a_page_of_another_origin_is_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        device = SoftwareAuthenticator()
        await enrol_passkey(client, await sign_in(container, account), device)
        device.origin = "https://espace.example.org.evil.example"
        flow = await login_flow(client, account)
        response = await show(client, flow, "passkey", {"credential": device.get(flow["passkey"])})
        assert response.json()["code"] == "wrong_passkey"

    async def test_a_copy_whose_counter_stands_still_is_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        device = SoftwareAuthenticator()
        await enrol_passkey(client, await sign_in(container, account), device)
        flow = await login_flow(client, account)
        await show(client, flow, "passkey", {"credential": device.get(flow["passkey"])})
        device.count = 0
        flow = await login_flow(client, account)
        response = await show(client, flow, "passkey", {"credential": device.get(flow["passkey"])})
        assert response.json()["code"] == "wrong_passkey"

    async def test_an_unknown_passkey_is_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        account = await make_active_account(container)
        await enrol_passkey(client, await sign_in(container, account), SoftwareAuthenticator())
        flow = await login_flow(client, account)
        stranger = SoftwareAuthenticator()
        response = await show(
            client, flow, "passkey", {"credential": stranger.get(flow["passkey"])}
        )
        assert response.json()["code"] == "wrong_passkey"
