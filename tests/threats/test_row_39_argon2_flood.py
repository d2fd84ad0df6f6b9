"""Row 39: of 500 logins at once most are refused, for next to nothing, and only they."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

import httpx
import pytest
from sqlalchemy import func, select

from app.container import Container
from app.main import create_app
from app.models.rate_counter import RateCounter
from app.settings import OWASP_MEMORY_KIB, Settings
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    MadeAccount,
    log_in,
    log_in_fully,
    make_active_account,
)
from tests.factories.feeds import apply_feed, make_portfolio, member_body
from tests.queries import count_queries

pytestmark = pytest.mark.concurrency
LOGINS, OWNERS = 500, 10


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Hashes as dear as in production: cheap ones need no refusals."""
    return settings.model_copy(update={"password_hash_memory_kib": OWASP_MEMORY_KIB})


async def make_owners(container: Container) -> list[MadeAccount]:
    """Active accounts, enough of them that none comes near its ten failures at once."""
    owners = [await make_active_account(container)]
    for number in range(2, OWNERS + 1):
        await apply_feed(container, "members", f"M-{number}", member_body(number))
        owners.append(await make_active_account(container, f"M-{number}"))
    return owners


async def attempt(client: httpx.AsyncClient, number: int, owners: list[MadeAccount]) -> int:
    """Every second one an owner with the right password, the others strangers without an account;
    each from an address of its own. Its status, once the answer is one that is allowed.
    """
    stranger = MadeAccount(owners[0].id, f"stranger-{number}@example.org", "", "not the password")
    account = stranger if number % 2 else owners[number // 2 % OWNERS]
    answer = await log_in(client, account, ip=f"198.18.{number // 250}.{number % 250}")
    if answer.status_code == 503:
        assert answer.json()["code"] == "temporarily_unavailable"
        assert answer.headers["Retry-After"] == "1"
    return answer.status_code


async def repeat(call: Callable[[], Awaitable[httpx.Response]], until: asyncio.Event) -> list[int]:
    statuses: list[int] = []
    while not until.is_set():
        statuses.append((await call()).status_code)
    return statuses


async def failures_counted(container: Container) -> int:
    async with container.database.read() as connection:
        return int(await connection.scalar(select(func.sum(RateCounter.count))) or 0)


async def test_the_excess_is_refused_and_everybody_else_is_served(
    client: httpx.AsyncClient, container: Container
) -> None:
    owners = await make_owners(container)
    body = await log_in_fully(client, container, owners[0])
    headers = {"Authorization": f"Bearer {body['access_token']}"}
    refreshing = {"refresh_token": body["refresh_token"]}
    before = await failures_counted(container)
    over = asyncio.Event()

    async def read_home() -> httpx.Response:
        return await client.get("/v1/home", headers=headers)

    async def refresh() -> httpx.Response:
        answer = await client.post("/v1/auth/refresh", json=refreshing)
        refreshing.update(refresh_token=answer.json()["refresh_token"])
        return answer

    others = [asyncio.create_task(repeat(call, over)) for call in (read_home, refresh)]
    answers = Counter(
        await asyncio.gather(*(attempt(client, number, owners) for number in range(LOGINS)))
    )
    over.set()
    for statuses in await asyncio.gather(*others):
        assert set(statuses) == {200}

    assert set(answers) == {200, 401, 503}
    # Counted are those whose password was compared and wrong: no refused one, no owner.
    assert await failures_counted(container) - before == answers[401]
    for owner in owners:
        assert (await log_in(client, owner)).status_code == 200


REFUSED = {
    "/v1/auth/login": {"email": "who@example.org", "password": "secret", "client": "native"},
    "/v1/auth/flows/none-of-ours/password": {"password": "une phrase de passe tranquille"},
}
"""Every operation that hashes, and its body."""


@pytest.mark.parametrize("path", REFUSED)
async def test_what_is_refused_asks_the_database_nothing(
    settings: Settings, clock: AdjustableClock, path: str
) -> None:
    small = settings.model_copy(update={"password_hash_concurrency": 1, "password_hash_queue": 0})
    container = Container(small, clock=clock)
    await make_portfolio(container)
    transport = httpx.ASGITransport(create_app(small, container), client=("127.0.0.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://espace.test") as client:

        async def ask() -> httpx.Response:
            return await client.post(path, json=REFUSED[path], headers={"Flow-Secret": "secret"})

        assert (await ask()).status_code in {401, 404}
        async with container.passwords.place():
            with count_queries(container) as queries:
                answer = await ask()
    assert (answer.status_code, answer.json()["code"]) == (503, "temporarily_unavailable")
    assert queries.statements == []
    await container.close()
