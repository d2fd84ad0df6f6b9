"""Row 15: a blocked or closed account comes in by no way: each kind of flow, each method, refresh.

The ways are those of the contract: an operation that answers tokens is one, and fails here until
the table below says how it is walked.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pyotp
import pytest
from sqlalchemy import func, select

from app.container import Container
from app.models.session import MemberSession
from app.values.accounts import AccountStatus
from tests.authenticators import SoftwareAuthenticator
from tests.factories.accounts import (
    MadeAccount,
    change_account,
    enrol_totp,
    log_in,
    log_in_fully,
    make_active_account,
    newest_code,
    sign_in,
    start_activation,
    start_reset,
    steps_of,
)
from tests.factories.operations import published_app
from tests.routers.test_auth_factors import enrol_passkey


class Visit:
    """An account with everything enrolled, and what it began while it was active."""

    def __init__(self, client: httpx.AsyncClient, container: Container) -> None:
        self.client, self.container = client, container
        self.device = SoftwareAuthenticator()

    async def prepare(self) -> None:
        self.account: MadeAccount = await make_active_account(self.container)
        self.totp = await enrol_totp(self.container, self.account)
        headers = await sign_in(self.container, self.account)
        await enrol_passkey(self.client, headers, self.device)
        made = await self.client.post("/v1/me/recovery-codes", headers=headers)
        self.codes: list[str] = made.json()["codes"]
        self.opened = await log_in_fully(self.client, self.container, self.account)
        self.logins = [await self._login() for _ in range(4)]
        self.bearer = {"Authorization": f"Bearer {self.opened['access_token']}"}
        self.step_up = (await self.client.post("/v1/auth/step-up", headers=self.bearer)).json()
        self.activation = await start_activation(self.client, self.account.email)
        self.reset = await start_reset(self.client, self.account.email)
        self.reset_code = await newest_code(self.container, self.account.email)
        await self.show(self.logins[0], "phone", {"phone": self.account.phone})
        self.sms_code = await newest_code(self.container, self.account.phone)

    async def _login(self) -> dict[str, Any]:
        flow: dict[str, Any] = (await log_in(self.client, self.account)).json()["flow"]
        return flow

    async def show(self, flow: dict[str, Any], step: str, body: dict[str, Any]) -> httpx.Response:
        path, headers = steps_of(flow)
        return await self.client.post(f"{path}/{step}", json=body, headers=headers)

    @property
    def totp_code(self) -> str:
        return pyotp.TOTP(self.totp).at(self.container.clock.now())


async def by_login(visit: Visit) -> httpx.Response:
    return await log_in(visit.client, visit.account, device=visit.opened["device_secret"])


async def by_refresh(visit: Visit) -> httpx.Response:
    body = {"refresh_token": visit.opened["refresh_token"]}
    return await visit.client.post("/v1/auth/refresh", json=body)


async def by_code(visit: Visit) -> httpx.Response:
    return await visit.show(visit.logins[0], "verify", {"code": visit.sms_code})


async def by_totp(visit: Visit) -> httpx.Response:
    return await visit.show(visit.logins[1], "totp", {"code": visit.totp_code})


async def by_recovery_code(visit: Visit) -> httpx.Response:
    return await visit.show(visit.logins[2], "recovery-code", {"code": visit.codes[0]})


async def by_passkey(visit: Visit) -> httpx.Response:
    credential = visit.device.get(visit.logins[3]["passkey"])
    return await visit.show(visit.logins[3], "passkey", {"credential": credential})


WAYS: dict[str, Callable[[Visit], Awaitable[httpx.Response]]] = {
    "logIn": by_login,
    "refreshSession": by_refresh,
    "verifyCode": by_code,
    "submitTotp": by_totp,
    "submitRecoveryCode": by_recovery_code,
    "submitPasskey": by_passkey,
}
"""Operation that answers tokens → how it would be walked."""


def _answers_tokens(document: dict[str, Any], operation: dict[str, Any]) -> bool:
    answer = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
    return "access_token" in _names(document, answer.get("schema", {}))


def _names(document: dict[str, Any], node: Any) -> set[str]:
    if isinstance(node, list):
        return set().union(*(_names(document, item) for item in node))
    if not isinstance(node, dict):
        return set()
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        return _names(document, document["components"]["schemas"][name])
    own = set(node.get("properties", {}))
    return own.union(*(_names(document, node.get(key, [])) for key in ("oneOf", "anyOf", "allOf")))


def test_every_way_in_is_walked_here() -> None:
    document = published_app().openapi()
    ways = {
        operation["operationId"]
        for methods in document["paths"].values()
        for operation in methods.values()
        if _answers_tokens(document, operation)
    }
    assert ways == set(WAYS)


@pytest.mark.parametrize("status", [AccountStatus.BLOCKED, AccountStatus.CLOSED])
async def test_no_way_opens_a_session(
    client: httpx.AsyncClient, container: Container, status: AccountStatus
) -> None:
    visit = Visit(client, container)
    await visit.prepare()
    await change_account(container, visit.account, status=status)
    async with container.database.read() as connection:
        before = await connection.scalar(select(func.count()).select_from(MemberSession))
    for name, way in WAYS.items():
        response = await way(visit)
        assert response.status_code == 401, (name, response.text)
    assert (await client.get("/v1/home", headers=visit.bearer)).status_code == 401
    step_up = await visit.show(visit.step_up, "totp", {"code": visit.totp_code})
    assert step_up.status_code in {401, 409}
    await visit.show(visit.reset, "verify", {"code": visit.reset_code})
    chosen = await visit.show(
        visit.reset, "password", {"password": "sept marmottes sur le glacier bleu"}
    )
    assert chosen.status_code == 409
    async with container.database.read() as connection:
        after = await connection.scalar(select(func.count()).select_from(MemberSession))
    assert after == before


async def test_the_same_ways_open_one_while_it_is_active(
    client: httpx.AsyncClient, container: Container
) -> None:
    visit = Visit(client, container)
    await visit.prepare()
    for name, way in WAYS.items():
        response = await way(visit)
        assert response.status_code == 200, (name, response.text)
        assert "access_token" in response.json(), name
