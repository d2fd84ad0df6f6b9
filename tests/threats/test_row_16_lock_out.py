"""Row 16: thousands of bad logins lock nobody out: the owner's known device still comes in."""

from collections import Counter

import httpx
import pytest

from app.container import Container
from tests.clock import AdjustableClock
from tests.factories.accounts import MadeAccount, log_in, log_in_fully, make_active_account

pytestmark = pytest.mark.slow
BAD_LOGINS, ALLOWED = 2_000, 10


async def guess(
    client: httpx.AsyncClient, account: MadeAccount, number: int, device: str | None = None
) -> int:
    thief = MadeAccount(account.id, account.email, "", f"guess number {number}")
    ip = f"198.18.{number // 250}.{number % 250}"
    return (await log_in(client, thief, device=device, ip=ip)).status_code


async def test_the_owners_device_comes_in_during_the_attack(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    clock.set_to("2026-06-01 08:00")
    owner = await make_active_account(container)
    device = (await log_in_fully(client, container, owner))["device_secret"]
    answers: Counter[int] = Counter()
    for number in range(BAD_LOGINS):
        answers[await guess(client, owner, number)] += 1
        if number % 500 == 499:
            # Again and again: a good login does not use the device's budget up.
            known = await log_in(client, owner, device=device)
            assert (known.status_code, known.json()["status"]) == (200, "authenticated")
    assert answers == {401: ALLOWED, 429: BAD_LOGINS - ALLOWED}


async def test_a_stolen_device_secret_has_a_budget_of_its_own(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    clock.set_to("2026-06-01 08:00")
    owner = await make_active_account(container)
    device = (await log_in_fully(client, container, owner))["device_secret"]
    answers = [await guess(client, owner, number, device) for number in range(ALLOWED + 1)]
    assert answers == [401] * ALLOWED + [429]
    # Where the owner has no device yet, the way in is open, through the second factor.
    assert (await log_in_fully(client, container, owner))["status"] == "authenticated"


async def test_without_a_known_device_the_wait_ends(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    clock.set_to("2026-06-01 08:00")
    owner = await make_active_account(container)
    for number in range(ALLOWED):
        assert await guess(client, owner, number) == 401
    refused = await log_in(client, owner)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_attempts")
    clock.advance(seconds=int(refused.headers["Retry-After"]) + 1)
    assert (await log_in(client, owner)).status_code == 200
