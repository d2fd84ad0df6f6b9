"""The database the reads are measured on: made once, kept between runs."""

import asyncio
import hashlib
import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg

from app.container import Container
from app.database.migrations import MIGRATIONS, upgrade
from app.repositories.portfolios import PortfolioRepository
from app.schemas.portfolios import CardConfiguration, PortfolioConfiguration, PortfolioFile
from app.security.access_tokens import AccessTokens
from app.security.passwords import Passwords
from app.security.secrets import load_secrets
from app.services.portfolios import PortfolioService
from app.settings import Profile, Settings
from bench import rules
from bench.report import console

PEOPLE = Path(__file__).with_name("people.sql")
STATEMENTS = Path(__file__).with_name("statements.sql")
PORTFOLIO = "bench"
ACCOUNTS = 400
PASSWORD = "une phrase de passe pour le banc"
LINES_PER_MEMBER = 50
SIGNED_IN = "SELECT id FROM member_sessions WHERE id = account_id"
"""The sessions made with the accounts, not those that logins opened since."""
KEPT_DAYS = 31
"""Lines are dated back from the day of making; older ones would leave the 12-month window."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A database of this bench and how many members it holds."""

    name: str
    members: int

    @property
    def lines(self) -> int:
        return self.members * LINES_PER_MEMBER


FULL = Dataset("espace_bench", 100_000)
QUICK = Dataset("espace_bench_quick", 5_000)


def address_of(server: str, name: str) -> str:
    """Address of a database on the server of another one."""
    return f"{server.rpartition('/')[0]}/{name}"


def settings_of(address: str, data_dir: Path) -> Settings:
    """The product's settings here: PostgreSQL, demo secrets of this run, no worker."""
    return Settings(
        profile=Profile.DEMO, data_dir=data_dir, database_url=address, embedded_worker=False
    )


async def prepare(server: str, dataset: Dataset, data_dir: Path) -> str:
    """Address of the filled database, made now unless a fitting one is there."""
    address = address_of(server, dataset.name)
    made_from = _made_from(dataset)
    if await _fits(server, dataset.name, made_from):
        return address
    console.print(f"Making {dataset.name}: {dataset.lines:,} statement lines…")
    started = time.perf_counter()
    await recreate(server, dataset.name, data_dir)
    connection = await asyncpg.connect(address)
    try:
        await people(connection, dataset.members)
        await connection.execute(STATEMENTS.read_text(), timeout=None)
        await _rules(connection, address, data_dir)
        await connection.execute("VACUUM ANALYZE", timeout=None)
        note = json.dumps({"from": made_from, "on": f"{datetime.now(UTC):%Y-%m-%d}"})
        await connection.execute(f"COMMENT ON DATABASE {dataset.name} IS '{note}'")
        await connection.execute("CHECKPOINT", timeout=None)
    finally:
        await connection.close()
    console.print(f"…in {time.perf_counter() - started:.0f} s; it is kept for the next run.")
    return address


async def _rules(connection: asyncpg.Connection, address: str, data_dir: Path) -> None:
    container = Container(settings_of(address, data_dir))
    try:
        await rules.add_rules(connection, container, PORTFOLIO)
    finally:
        await container.close()


async def people(connection: asyncpg.Connection, members: int) -> None:
    """Families of two, `M1`, `M2` … by reference, some with an account and a session."""
    settings = f"SET bench.members = {members}; SET bench.accounts = {ACCOUNTS}"
    await connection.execute(settings)
    password_hash = await Passwords(concurrency=1, queue=0).hash(PASSWORD)
    await connection.execute("SELECT set_config('bench.password_hash', $1, false)", password_hash)
    await connection.execute(PEOPLE.read_text(), timeout=None)


async def recreate(server: str, name: str, data_dir: Path) -> None:
    """An empty database of the product's schema, with the bench's portfolio."""
    await drop(server, name)
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f"CREATE DATABASE {name}")
    finally:
        await connection.close()
    address = address_of(server, name)
    await asyncio.to_thread(upgrade, address)
    container = Container(settings_of(address, data_dir))
    async with container.database.unit_of_work() as session:
        await PortfolioService(PortfolioRepository(session), container.clock).apply(_portfolio())
    await container.close()


async def copy(server: str, dataset: Dataset, name: str) -> str:
    """Address of a copy of a prepared dataset, for a measurement that writes."""
    await drop(server, name)
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {dataset.name}")
    finally:
        await connection.close()
    return address_of(server, name)


async def drop(server: str, name: str) -> None:
    """Remove a database of this bench."""
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    finally:
        await connection.close()


async def sign_tokens(address: str, data_dir: Path) -> list[str]:
    """An access token for each signed-in account, fresh, since they live ten minutes."""
    settings = settings_of(address, data_dir)
    tokens = AccessTokens(load_secrets(settings), settings.issuer)
    connection = await asyncpg.connect(address)
    try:
        sessions: list[UUID] = [row["id"] for row in await connection.fetch(SIGNED_IN)]
    finally:
        await connection.close()
    now = datetime.now(UTC)
    return [
        tokens.issue(
            audience=PORTFOLIO, account_id=session, session_id=session, acr="aal1", amr=["pwd"],
            authenticated_at=now, now=now,
        )
        for session in sessions
    ]  # fmt: skip


async def emails(address: str) -> list[str]:
    """Of the accounts; `device_secret` and `home_of` say what each is known by."""
    connection = await asyncpg.connect(address)
    try:
        return [row["email"] for row in await connection.fetch("SELECT email FROM accounts")]
    finally:
        await connection.close()


def device_secret(email: str) -> str:
    """As `people.sql` made it."""
    return f"device of {email}"


def home_of(email: str) -> str:
    """The address an account is known from, as `people.sql` made it."""
    number = int(email.removeprefix("m").partition("@")[0])
    return f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"


async def _fits(server: str, name: str, made_from: str) -> bool:
    connection = await asyncpg.connect(server)
    try:
        note = await connection.fetchval(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1", name
        )
    finally:
        await connection.close()
    if note is None:
        return False
    made = json.loads(note)
    made_on = datetime.fromisoformat(made["on"]).replace(tzinfo=UTC)
    fresh = datetime.now(UTC) - made_on < timedelta(days=KEPT_DAYS)
    return bool(made["from"] == made_from and fresh)


def _made_from(dataset: Dataset) -> str:
    """Changes with the schema, the generator and the size."""
    digest = hashlib.sha256(f"{dataset.members} {ACCOUNTS}".encode())
    for path in [PEOPLE, STATEMENTS, rules.COVERS, *sorted((MIGRATIONS / "versions").glob("*.py"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _portfolio() -> PortfolioFile:
    return PortfolioFile(
        code=PORTFOLIO,
        name="Bench",
        hosts=["127.0.0.1"],
        configuration=PortfolioConfiguration(
            brand="Bench",
            sender_email="bench@example.org",
            member_space_url="https://bench.example",
            sms_domain="bench.example",
            phone_line="01 00 00 00 00",
            card=CardConfiguration(domains=[], usage=[]),
        ),
    )
