"""Row 9: a stranger who used up what a number or an address may get does not block its owner."""

import httpx

from app.container import Container
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    deliver,
    enter_code,
    invite_member,
    log_in_fully,
    make_active_account,
    start_activation,
    start_reset,
    steps_of,
)

HOURS, AN_HOUR, A_DAY = 4, 7, 10
"""More than the caps, each hour, until the day's is reached."""


def received(container: Container, to: str) -> int:
    assert container.mailbox
    return len(container.mailbox.read(to))


async def test_strangers_at_the_cap_of_a_number_leave_the_owner_a_login(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    clock.set_to("2026-06-01 08:00")
    account = await invite_member(container)
    for hour in range(HOURS):
        for number in range(AN_HOUR):
            flow = await start_activation(client, account.email)
            path, headers = steps_of(flow, f"198.18.{hour}.{number}")
            await client.post(f"{path}/code", json={"channel": "sms"}, headers=headers)
        await deliver(container)
        clock.advance(hours=1)
    assert received(container, account.phone) == A_DAY
    owner = await make_active_account(container)
    body = await log_in_fully(client, container, owner)
    assert body["status"] == "authenticated"
    assert received(container, account.phone) == A_DAY + 1


async def test_strangers_at_the_cap_of_an_address_leave_the_owner_a_change_of_email(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    clock.set_to("2026-06-01 08:00")
    owner = await make_active_account(container)
    await deliver(container)
    before = received(container, owner.email)
    for _ in range(HOURS):
        for _ in range(AN_HOUR):
            await start_reset(client, owner.email)
        await deliver(container)
        clock.advance(hours=1)
    assert received(container, owner.email) - before == A_DAY
    body = await log_in_fully(client, container, owner)
    bearer = {"Authorization": f"Bearer {body['access_token']}"}
    new = "new.address@example.org"
    change = await client.post("/v1/me/email-changes", json={"email": new}, headers=bearer)
    assert change.status_code == 202, change.text
    # The code to the address that strangers exhausted comes all the same.
    answer = await enter_code(client, container, change.json(), owner.email)
    assert answer.status_code == 200, answer.text
