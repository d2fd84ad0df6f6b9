"""The database is built once by the migrations; each test finds it empty.

Every test that asks for a database runs twice, on SQLite and on PostgreSQL
(`ESPACE_TEST_POSTGRES_URL`, default 127.0.0.1:5432). Without a server the PostgreSQL half is
skipped, visibly; `ESPACE_TEST_REQUIRE_POSTGRES=1` makes that a failure instead. The same goes for
the few tests of Redis (`ESPACE_TEST_REDIS_URL`, default 127.0.0.1:6379;
`ESPACE_TEST_REQUIRE_REDIS=1`).
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import asyncpg
import httpx
import pytest
import redis
from fastapi import FastAPI

from app.container import Container
from app.database.migrations import upgrade
from app.gateways.rate_store import RedisRateStore
from app.main import create_app
from app.models import Base
from app.observability.logs import configure_logs
from app.services.portfolios import CurrentPortfolio
from app.settings import Profile, Settings
from tests.clock import AdjustableClock
from tests.factories.feeds import make_portfolio

POSTGRES = os.environ.get(
    "ESPACE_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres"
)
T = TypeVar("T")
CHEAP = 256
"""KiB of a hash: few tests prove what depends on it, and they set their own."""
ENOUGH = 1_000_000
"""Requests a minute: all tests call from a few addresses, those of the limit set their own."""
REDIS = os.environ.get("ESPACE_TEST_REDIS_URL", "redis://127.0.0.1:6379/0")


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Run something asynchronous for a synchronous fixture, whatever loop is running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def _postgres_version() -> str | None:
    async def ask() -> str:
        connection = await asyncpg.connect(POSTGRES, timeout=3)
        try:
            return str(await connection.fetchval("SHOW server_version"))
        finally:
            await connection.close()

    try:
        return _run(ask())
    except (OSError, asyncpg.PostgresError, TimeoutError):
        return None


def _redis_version() -> str | None:
    try:
        with redis.Redis.from_url(REDIS, socket_timeout=3) as client:
            return str(client.info("server")["redis_version"])
    except redis.RedisError:
        return None


OTHERS_AWAY = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
configure_logs()
POSTGRES_VERSION = _postgres_version()
REDIS_VERSION = _redis_version()
for variable, version in (
    ("ESPACE_TEST_REQUIRE_POSTGRES", POSTGRES_VERSION),
    ("ESPACE_TEST_REQUIRE_REDIS", REDIS_VERSION),
):
    if os.environ.get(variable) == "1" and version is None:
        pytest.exit(f"{variable} is set, and none answers", returncode=3)


def pytest_report_header() -> list[str]:
    postgres = (
        f"PostgreSQL {POSTGRES_VERSION}"
        if POSTGRES_VERSION
        else "PostgreSQL NOT REACHABLE: its half of the tests is skipped"
    )
    redis_there = (
        f"Redis {REDIS_VERSION}" if REDIS_VERSION else "Redis NOT REACHABLE: its tests are skipped"
    )
    return [f"databases: SQLite, {postgres}", f"rate stores: memory, {redis_there}"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    ran = "SQLite and PostgreSQL" if POSTGRES_VERSION else "SQLite only, PostgreSQL was skipped"
    stores = "memory and Redis" if REDIS_VERSION else "memory only, Redis was skipped"
    terminalreporter.write_line(f"The suite ran on {ran}; rates were counted in {stores}.")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


def _upgrade(address: str) -> None:
    with ThreadPoolExecutor(1) as thread:
        thread.submit(upgrade, address).result()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    _upgrade(f"sqlite:///{path}")
    return path


async def _execute(address: str, *statements: str) -> None:
    connection = await asyncpg.connect(address, timeout=10)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def _address_of(name: str) -> str:
    return POSTGRES.rpartition("/")[0] + "/" + name


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[str]:
    """A migrated database for the whole run: emptying it costs a tenth of cloning it."""
    name = f"espace_test_{uuid4().hex[:12]}"
    _run(_execute(POSTGRES, f'CREATE DATABASE "{name}"'))
    try:
        # The tests prove what is committed, not what survives a power cut.
        _run(_execute(POSTGRES, f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
        _upgrade(_address_of(name))
        yield _address_of(name)
    finally:
        _run(_execute(POSTGRES, f'DROP DATABASE "{name}" WITH (FORCE)'))


async def _empty(address: str) -> None:
    deletions = (f'DELETE FROM "{table.name}"' for table in reversed(Base.metadata.sorted_tables))
    await _execute(address, OTHERS_AWAY, *deletions)


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param(
            "postgresql",
            marks=pytest.mark.skipif(
                POSTGRES_VERSION is None, reason=f"no PostgreSQL answers at {POSTGRES}"
            ),
        ),
    ]
)
async def address(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path
) -> AsyncIterator[str]:
    """A migrated database with nothing in it, on each of the two."""
    if request.param == "sqlite":
        path = tmp_path / "test.sqlite3"
        shutil.copy(sqlite_template, path)
        yield f"sqlite:///{path}"
        return
    database: str = request.getfixturevalue("postgres_database")
    yield database
    await _empty(database)


@pytest.fixture
def redis_address() -> str:
    """A Redis that answers; tests put nothing there but under a prefix of their own."""
    if REDIS_VERSION is None:
        pytest.skip(f"no Redis answers at {REDIS}")
    return REDIS


@pytest.fixture
async def redis_store(redis_address: str) -> AsyncIterator[RedisRateStore]:
    """The store of production, under a prefix that no other test has."""
    prefix = f"test-{uuid4().hex}"
    store = RedisRateStore(redis_address, prefix=prefix)
    yield store
    await store.close()
    await _forget(redis_address, prefix)


async def _forget(address: str, prefix: str) -> None:
    async with redis.asyncio.Redis.from_url(address) as client:
        async for key in client.scan_iter(f"{prefix}:*"):
            await client.delete(key)


@pytest.fixture
def clock() -> AdjustableClock:
    return AdjustableClock()


@pytest.fixture
def settings(address: str, tmp_path: Path) -> Settings:
    return Settings(
        profile=Profile.DEMO,
        data_dir=tmp_path,
        database_url=address,
        embedded_worker=False,
        # A stream tells what there is, and ends.
        event_stream_seconds=0,
        read_pool_size=4,
        write_pool_size=8,
        # A busy machine must not turn a race into a 503.
        pool_timeout_seconds=30,
        ways_in_per_minute=ENOUGH,
        questions_per_minute=ENOUGH,
        password_hash_memory_kib=CHEAP,
        verifications_per_minute=ENOUGH,
    )


@pytest.fixture
async def container(settings: Settings, clock: AdjustableClock) -> AsyncIterator[Container]:
    container = Container(settings, clock=clock)
    yield container
    await container.close()


@pytest.fixture
def app(settings: Settings, container: Container) -> FastAPI:
    return create_app(settings, container)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client on this machine, calling the demo portfolio's host."""
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 50000))
    async with httpx.AsyncClient(transport=transport, base_url="http://espace.test") as client:
        yield client


@pytest.fixture
async def portfolio(container: Container) -> CurrentPortfolio:
    """The portfolio `hcr`, at every host."""
    return await make_portfolio(container)
