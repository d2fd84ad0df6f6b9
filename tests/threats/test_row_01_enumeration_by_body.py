"""Row 1: activation, login and reset answer the same for every state an account may be in."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from app.container import Container
from app.values.accounts import AccountStatus
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    change_account,
    invite_member,
    make_active_account,
    start_activation,
    start_reset,
    steps_of,
)

MASKED = {"id", "secret", "expires_at", "resend_available_at", "request_id", "instance"}


def masked(response: httpx.Response) -> tuple[int, Any, list[str]]:
    body = {key: "…" if key in MASKED else value for key, value in response.json().items()}
    return response.status_code, body, sorted(response.headers)


async def activation_answers(client: httpx.AsyncClient, email: str, channel: str) -> list[Any]:
    flow = await start_activation(client, email)
    path, headers = steps_of(flow)
    seen: list[Any] = [sorted(flow)]
    for step, body in [
        ("code", {"channel": channel}),
        ("code", {"channel": channel}),
        ("phone", {"phone": "06 39 98 00 01"}),
        ("password", {"password": "une phrase de passe tranquille"}),
        *[("verify", {"code": "000000"})] * 6,
    ]:
        response = await client.post(f"{path}/{step}", json=body, headers=headers)
        seen.append((step, *masked(response)))
        seen.append(("get", *masked(await client.get(path, headers=headers))))
    return seen


async def reset_answers(client: httpx.AsyncClient, clock: AdjustableClock, email: str) -> list[Any]:
    flow = await start_reset(client, email)
    path, headers = steps_of(flow)
    seen: list[Any] = [sorted(flow)]
    for step, body in [
        ("code", {"channel": "email"}),
        ("phone", {"phone": "06 39 98 00 01"}),
        ("totp", {"code": "000000"}),
        ("password", {"password": "une phrase de passe tranquille"}),
        ("code", {"channel": "email"}),
        *[("verify", {"code": "000000"})] * 6,
    ]:
        clock.advance(seconds=16)
        response = await client.post(f"{path}/{step}", json=body, headers=headers)
        seen.append((step, *masked(response)))
        seen.append(("get", *masked(await client.get(path, headers=headers))))
    return seen


async def accounts_in_every_state(container: Container) -> AsyncIterator[tuple[str, str]]:
    """One person's e-mail, while the account stands at each state in turn."""
    account = await invite_member(container)
    yield "invited", account.email
    await make_active_account(container)
    yield "active", account.email
    for status in (AccountStatus.BLOCKED, AccountStatus.CLOSED):
        await change_account(container, account, status=status)
        yield status.value, account.email


@pytest.mark.parametrize("channel", ["sms", "email"])
async def test_activation_answers_are_those_of_an_unknown_email(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock, channel: str
) -> None:
    clock.set_to("2026-06-01 08:00")
    async for state, email in accounts_in_every_state(container):
        answers = await activation_answers(client, email, channel)
        assert answers == await activation_answers(client, "unknown@example.org", channel), state
        clock.advance(hours=1)


async def test_reset_answers_are_those_of_an_unknown_email(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    clock.set_to("2026-06-01 08:00")
    async for state, email in accounts_in_every_state(container):
        answers = await reset_answers(client, clock, email)
        assert answers == await reset_answers(client, clock, "unknown@example.org"), state
        clock.advance(hours=1)


async def test_login_answers_are_those_of_an_unknown_email(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    async def answers(address: str) -> list[Any]:
        body = {"email": address, "password": "not the password", "client": "native"}
        return [masked(await client.post("/v1/auth/login", json=body)) for _ in range(11)]

    clock.set_to("2026-06-01 08:00")
    async for state, email in accounts_in_every_state(container):
        seen = await answers(email)
        assert seen == await answers("unknown@example.org"), state
        assert [status for status, _, _ in seen] == [401] * 10 + [429]
        clock.advance(hours=1)
