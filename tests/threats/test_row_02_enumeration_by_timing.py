"""Row 2: an e-mail with an account and one without take the same time, to three milliseconds.

Pairs of requests, one for each e-mail, in an order drawn for each pair: whatever slows the machine
meanwhile slows both alike. What is compared is the median of the differences within the pairs, by
its 95 % interval from order statistics, which asks nothing of how times are distributed. Hashes are
cheap here: both sides compute one, as the last test shows with dear ones, whose noise would hide
the rest.
"""

import asyncio
import math
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from app.container import Container
from app.main import create_app
from app.models.outbox import OutboxMessage
from app.settings import OWASP_MEMORY_KIB, Settings
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    invite_member,
    make_active_account,
    steps_of,
)

pytestmark = pytest.mark.slow
PAIRS, TOLERANCE = 2_000, 0.003
UNKNOWN = "unknown@example.org"
Z_95 = 1.96


@dataclass(frozen=True, slots=True)
class Timed:
    """A request, of which only the answer is waited for with a watch in hand."""

    path: str
    body: dict[str, Any]
    headers: dict[str, str]


Prepare = Callable[[httpx.AsyncClient, str, dict[str, str]], Awaitable[Timed]]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation that begins with an e-mail."""

    prepare: Prepare
    active: bool
    """Whether the known account is active; else it is only invited."""
    status: int
    """Of the answer, known or not."""
    letters: int = 0
    """How many leave for the known account, and for no other."""


def taking_an_email(path: str) -> Prepare:
    """Of an operation whose body is the e-mail alone."""

    async def prepare(_client: httpx.AsyncClient, email: str, headers: dict[str, str]) -> Timed:
        return Timed(path, {"email": email}, headers)

    return prepare


async def code_of_an_activation(
    client: httpx.AsyncClient, email: str, headers: dict[str, str]
) -> Timed:
    started = await client.post("/v1/auth/activations", json={"email": email}, headers=headers)
    path, secret = steps_of(started.json())
    # An SMS counts against one budget more than an e-mail: the longest way of all.
    return Timed(f"{path}/code", {"channel": "sms"}, {**secret, **headers})


async def login(_client: httpx.AsyncClient, email: str, headers: dict[str, str]) -> Timed:
    body = {"email": email, "password": "not the password", "client": "native"}
    return Timed("/v1/auth/login", body, headers)


OPERATIONS = {
    "startActivation": Operation(taking_an_email("/v1/auth/activations"), False, 202),
    "startPasswordReset": Operation(
        taking_an_email("/v1/auth/password-resets"), True, 202, letters=1
    ),
    "requestCode": Operation(code_of_an_activation, False, 202, letters=1),
    "logIn": Operation(login, True, 401),
}
"""Another operation is another line."""


def interval(differences: list[float]) -> tuple[float, float]:
    """The 95 % interval of the median: the values at so many places from the middle."""
    ordered, count = sorted(differences), len(differences)
    reach = Z_95 * math.sqrt(count) / 2
    return ordered[math.floor(count / 2 - reach)], ordered[math.ceil(count / 2 + reach)]


def is_even(differences: list[float]) -> bool:
    low, high = interval(differences)
    return low >= -TOLERANCE and high <= TOLERANCE


async def measure(
    client: httpx.AsyncClient,
    clock: AdjustableClock,
    operation: str,
    known: str,
    pairs: int,
    delay: float = 0,
) -> list[float]:
    """Seconds that the known e-mail took longer, pair by pair; `delay` is added to them."""
    timed = OPERATIONS[operation]
    draw = random.Random(operation)  # noqa: S311 - an order, not a secret
    differences = []
    for pair in range(pairs):
        # Limits count by hour, day and address: each pair has its own.
        clock.advance(hours=3)
        headers = {"X-Forwarded-For": f"198.18.{pair // 250}.{pair % 250}"}
        seconds = {}
        for email in draw.sample([known, UNKNOWN], 2):
            request = await timed.prepare(client, email, headers)
            started = time.perf_counter()
            answer = await client.post(request.path, json=request.body, headers=request.headers)
            if email == known and delay:
                await asyncio.sleep(delay)
            seconds[email] = time.perf_counter() - started
            assert answer.status_code == timed.status, answer.text
        differences.append(seconds[known] - seconds[UNKNOWN])
    return differences


async def letters_posted(container: Container) -> int:
    async with container.database.read() as connection:
        return await connection.scalar(select(func.count()).select_from(OutboxMessage)) or 0


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_an_account_does_not_show_in_the_time(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock, operation: str
) -> None:
    account = await invite_member(container)
    if OPERATIONS[operation].active:
        await make_active_account(container)
    before = await letters_posted(container)
    differences = await measure(client, clock, operation, account.email, PAIRS)
    # Otherwise a limit was met, and the pairs compared one refusal with another.
    assert await letters_posted(container) - before == OPERATIONS[operation].letters * PAIRS
    low, high = interval(differences)
    assert is_even(differences), f"between {low * 1000:.2f} and {high * 1000:.2f} ms"


async def test_five_milliseconds_more_would_show(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    account = await invite_member(container)
    differences = await measure(
        client, clock, "startActivation", account.email, pairs=200, delay=0.005
    )
    assert not is_even(differences)
    assert interval(differences)[0] > TOLERANCE


async def test_both_sides_compute_a_dear_hash(settings: Settings, clock: AdjustableClock) -> None:
    dear = settings.model_copy(update={"password_hash_memory_kib": OWASP_MEMORY_KIB})
    container = Container(dear, clock=clock)
    account = await make_active_account(container)
    transport = httpx.ASGITransport(create_app(dear, container), client=("127.0.0.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://espace.test") as client:
        differences = await measure(client, clock, "logIn", account.email, pairs=200)
    low, high = interval(differences)
    assert is_even(differences), f"between {low * 1000:.2f} and {high * 1000:.2f} ms"
    await container.close()
