"""Row 20: after a change of password or factor, other sessions and devices end, notices leave.

Every operation that needs a fresh second factor and changes something is walked: a new one fails
here until the table says how.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pyotp
import pytest

from app.container import Container
from tests.authenticators import SoftwareAuthenticator
from tests.factories.accounts import (
    PASSWORD,
    MadeAccount,
    enrol_totp,
    enter_code,
    log_in,
    log_in_fully,
    make_active_account,
    messages_to,
    sign_in,
    start_reset,
    steps_of,
)
from tests.factories.operations import published_app
from tests.routers.test_auth_factors import enrol_passkey
from tests.threats.test_row_14_stale_second_factor import fresh_operations

NEW = "sept marmottes sur le glacier bleu"
NEW_PHONE, NEW_EMAIL = "+33639987777", "nouvelle@example.org"


class Change:
    def __init__(
        self, client: httpx.AsyncClient, container: Container, account: MadeAccount
    ) -> None:
        self.client, self.container, self.account = client, container, account
        self.headers: dict[str, str] = {}

    async def send(self, method: str, path: str, body: Any = None) -> httpx.Response:
        response = await self.client.request(method, path, json=body, headers=self.headers)
        assert response.is_success, response.text
        return response

    async def password(self) -> None:
        body = {"current_password": PASSWORD, "new_password": NEW}
        await self.send("PUT", "/v1/me/password", body)

    async def phone(self) -> None:
        flow = (await self.send("POST", "/v1/me/phone-changes", {"phone": NEW_PHONE})).json()
        await enter_code(self.client, self.container, flow, NEW_PHONE)

    async def email(self) -> None:
        flow = (await self.send("POST", "/v1/me/email-changes", {"email": NEW_EMAIL})).json()
        await enter_code(self.client, self.container, flow, self.account.email)
        await enter_code(self.client, self.container, flow, NEW_EMAIL)

    async def totp(self) -> None:
        path = "/v1/me/second-factors/totp"
        begun = (await self.send("POST", path, {"name": "Téléphone"})).json()
        code = pyotp.TOTP(begun["secret"]).at(self.container.clock.now())
        await self.send("POST", f"{path}/{begun['id']}/confirmation", {"code": code})

    async def passkey(self) -> None:
        done = await enrol_passkey(self.client, self.headers, SoftwareAuthenticator())
        assert done.status_code == 200, done.text

    async def removal(self) -> None:
        listed = (await self.send("GET", "/v1/me/second-factors")).json()["items"]
        await self.send("DELETE", f"/v1/me/second-factors/{listed[0]['id']}")

    async def recovery_codes(self) -> None:
        await self.send("POST", "/v1/me/recovery-codes")

    async def closure(self) -> None:
        await self.send("POST", "/v1/me/closure")


CHANGES: dict[str, Callable[[Change], Awaitable[None]]] = {
    "changePassword": Change.password,
    "startPhoneChange": Change.phone,
    "startEmailChange": Change.email,
    "enrolTotp": Change.totp,
    "confirmTotp": Change.totp,
    "enrolPasskey": Change.passkey,
    "confirmPasskey": Change.passkey,
    "removeSecondFactor": Change.removal,
    "makeRecoveryCodes": Change.recovery_codes,
    "closeAccount": Change.closure,
}
DISCLOSURES = {"discloseNir", "requestDataExport"}
"""Operations that need a fresh second factor to show something, and change no way in."""
OTHERS = {"setBankDetails"}
"""Those that change something else than a way in: their own tests say what follows."""


def test_every_change_is_walked_here() -> None:
    fresh = {operation.id for operation in fresh_operations(published_app())}
    assert fresh == set(CHANGES) | DISCLOSURES | OTHERS


@pytest.mark.parametrize("name", sorted(set(CHANGES) - {"enrolTotp", "enrolPasskey"}))
async def test_other_sessions_and_devices_end_and_a_notice_leaves(
    client: httpx.AsyncClient, container: Container, name: str
) -> None:
    account = await make_active_account(container)
    await enrol_totp(container, account)
    other = await log_in_fully(client, container, account)
    before = len(await messages_to(container, account.email))
    change = Change(client, container, account)
    change.headers = await sign_in(container, account)
    await CHANGES[name](change)
    bearer = {"Authorization": f"Bearer {other['access_token']}"}
    assert (await client.get("/v1/home", headers=bearer)).status_code == 401
    body = {"refresh_token": other["refresh_token"]}
    assert (await client.post("/v1/auth/refresh", json=body)).status_code == 401
    renewed = MadeAccount(
        account.id,
        NEW_EMAIL if name == "startEmailChange" else account.email,
        account.phone,
        NEW if name == "changePassword" else account.password,
    )
    again = await log_in(client, renewed, device=other["device_secret"])
    if name == "closeAccount":
        assert again.status_code == 401
    else:
        assert again.json()["reasons"][0] == "new_device"
        assert (await client.get("/v1/home", headers=change.headers)).status_code == 200
    assert len(await messages_to(container, account.email)) > before


async def test_a_reset_ends_them_all(client: httpx.AsyncClient, container: Container) -> None:
    account = await make_active_account(container)
    headers = await sign_in(container, account)
    flow = await start_reset(client, account.email)
    await enter_code(client, container, flow, account.email)
    path, secret = steps_of(flow)
    await client.post(f"{path}/password", json={"password": NEW}, headers=secret)
    assert (await client.get("/v1/home", headers=headers)).status_code == 401
    assert "mot de passe a changé" in (await messages_to(container, account.email))[0]
