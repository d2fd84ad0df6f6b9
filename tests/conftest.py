"""The database is built once by the migrations; each test gets a clone of it.

Every test that asks for a database runs twice, on SQLite and on PostgreSQL
(`ESPACE_TEST_POSTGRES_URL`, default 127.0.0.1:5432). Without a server the PostgreSQL half is
skipped, visibly; `ESPACE_TEST_REQUIRE_POSTGRES=1` makes that a failure instead.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from app.container import Container
from app.database.migrations import upgrade
from app.main import create_app
from app.observability.logs import configure_logs
from app.services.portfolios import CurrentPortfolio
from app.settings import Profile, Settings
from tests.clock import AdjustableClock
from tests.factories.feeds import make_portfolio

POSTGRES = os.environ.get(
    "ESPACE_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres"
)
T = TypeVar("T")
REQUIRED = os.environ.get("ESPACE_TEST_REQUIRE_POSTGRES") == "1"


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Run something asynchronous for a synchronous fixture, whatever loop is running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def _connect() -> asyncpg.Connection:
    return asyncpg.connect(POSTGRES, timeout=3)


def _postgres_version() -> str | None:
    async def ask() -> str:
        connection = await _connect()
        try:
            return str(await connection.fetchval("SHOW server_version"))
        finally:
            await connection.close()

    try:
        return _run(ask())
    except (OSError, asyncpg.PostgresError, TimeoutError):
        return None


configure_logs()
POSTGRES_VERSION = _postgres_version()
if REQUIRED and POSTGRES_VERSION is None:
    pytest.exit("PostgreSQL is required here and does not answer", returncode=3)


def pytest_report_header() -> str:
    postgres = (
        f"PostgreSQL {POSTGRES_VERSION}"
        if POSTGRES_VERSION
        else "PostgreSQL NOT REACHABLE: its half of the tests is skipped"
    )
    return f"databases: SQLite, {postgres}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    ran = "SQLite and PostgreSQL" if POSTGRES_VERSION else "SQLite only, PostgreSQL was skipped"
    terminalreporter.write_line(f"The suite ran on {ran}.")


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


async def _execute(*statements: str) -> None:
    connection = await _connect()
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def _address_of(name: str) -> str:
    return POSTGRES.rpartition("/")[0] + "/" + name


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    name = f"espace_template_{uuid4().hex[:12]}"
    _run(_execute(f'CREATE DATABASE "{name}"'))
    try:
        _upgrade(_address_of(name))
        yield name
    finally:
        _run(_execute(f'DROP DATABASE "{name}" WITH (FORCE)'))


@asynccontextmanager
async def _postgres_clone(template: str) -> AsyncIterator[str]:
    name = f"espace_test_{uuid4().hex[:12]}"
    await _execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    try:
        yield _address_of(name)
    finally:
        await _execute(f'DROP DATABASE "{name}" WITH (FORCE)')


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
    """A fresh, migrated database of its own, on each of the two."""
    if request.param == "sqlite":
        path = tmp_path / "test.sqlite3"
        shutil.copy(sqlite_template, path)
        yield f"sqlite:///{path}"
        return
    async with _postgres_clone(request.getfixturevalue("postgres_template")) as clone:
        yield clone


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
        read_pool_size=4,
        write_pool_size=8,
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
