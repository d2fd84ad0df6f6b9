"""Accounts and signed-in members, and what they read in their mailbox."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select, update

from app.container import Container
from app.dependencies.auth.parts import session_opener
from app.models.account import Account
from app.models.beneficiary import Beneficiary
from app.models.second_factor import SecondFactor
from app.security.sealed_places import SealedPlace
from app.security.totp import make_totp_secret
from app.services.auth.sessions import Evidence
from app.values.accounts import AccountStatus
from app.values.ids import new_id
from app.values.principals import RequestOrigin
from app.values.second_factors import FactorKind
from app.values.sessions import AuthenticationMethod, ClientKind
from tests.factories.feeds import apply_family, make_portfolio

PASSWORD = "une phrase de passe tranquille"
HOME = "192.0.2.10"
CODE = re.compile(r"\b\d{6}\b")
ALERT = re.compile(r"/alerte#([\w-]+)")


@dataclass(frozen=True, slots=True)
class MadeAccount:
    """An account as tests use it."""

    id: UUID
    email: str
    phone: str
    password: str


async def invite_member(container: Container, **member: Any) -> MadeAccount:
    """The demo portfolio and its member `M-1`, invited by the feed that brought them."""
    await make_portfolio(container)
    await apply_family(container, **member)
    return await account_of(container, "M-1")


async def make_active_account(
    container: Container, ref: str = "M-1", *, status: AccountStatus = AccountStatus.ACTIVE
) -> MadeAccount:
    """The account of the person a feed brought, active as after an activation.

    Without any person yet, the demo portfolio and the family of `M-1` are made first.
    """
    async with container.database.read() as connection:
        found = await connection.scalar(select(Beneficiary.id).where(Beneficiary.ref == ref))
    if found is None:
        await invite_member(container)
    now = container.clock.now()
    async with container.database.unit_of_work() as session:
        person = select(Beneficiary.id).where(Beneficiary.ref == ref).scalar_subquery()
        await session.execute(
            update(Account)
            .where(Account.beneficiary_id == person)
            .values(
                status=status,
                password_hash=await _hashed(container, PASSWORD),
                password_changed_at=now,
                activated_at=now,
                updated_at=now,
            )
        )
    return await account_of(container, ref)


async def account_of(container: Container, ref: str) -> MadeAccount:
    """The account of the person with this reference."""
    question = (
        select(Account.id, Account.email, Account.phone)
        .join(Beneficiary, Beneficiary.id == Account.beneficiary_id)
        .where(Beneficiary.ref == ref)
    )
    async with container.database.read() as connection:
        row = (await connection.execute(question)).one()
    return MadeAccount(row.id, row.email, row.phone or "", PASSWORD)


async def sign_in(
    container: Container, account: MadeAccount, *, host: str = "espace.test"
) -> dict[str, str]:
    """Headers of a native client that passed a second factor just now."""
    portfolio = await container.portfolios.at_host(host)
    async with container.database.unit_of_work() as session:
        tokens = await session_opener(container, session).open(
            portfolio,
            account.id,
            Evidence(
                methods=(AuthenticationMethod.PASSWORD, AuthenticationMethod.SMS), device_id=None
            ),
            client=ClientKind.NATIVE,
            network=HOME,
            origin=RequestOrigin(request_id="test-sign-in", ip=HOME, user_agent=None),
        )
    return {"Authorization": f"Bearer {tokens.access_token}"}


async def enrol_totp(container: Container, account: MadeAccount) -> str:
    """An authenticator app of the account, confirmed; its secret in base32."""
    secret, now, factor_id = make_totp_secret(), container.clock.now(), new_id()
    async with container.database.unit_of_work() as session:
        session.add(
            SecondFactor(
                id=factor_id,
                account_id=account.id,
                kind=FactorKind.TOTP,
                name="Téléphone",
                secret_sealed=container.keyring.seal(
                    secret.encode(), SealedPlace.SECOND_FACTOR_SECRET, factor_id
                ),
                confirmed_at=now,
                created_at=now,
                updated_at=now,
            )
        )
    return secret


async def change_account(container: Container, account: MadeAccount, **values: Any) -> None:
    """Change the row behind an account, as a back office would."""
    async with container.database.unit_of_work() as session:
        await session.execute(update(Account).where(Account.id == account.id).values(**values))


async def deliver(container: Container) -> None:
    """Let the outbox's messages leave for the mailbox."""
    dispatcher = container.dispatcher()
    while await dispatcher.run_once():
        pass


async def messages_to(container: Container, to: str) -> list[str]:
    """Texts that left for this address or number, newest first."""
    await deliver(container)
    assert container.mailbox
    return [message["text"] for message in container.mailbox.read(to)]


async def newest_code(container: Container, to: str) -> str:
    """The code of the newest message to this address or number."""
    found = CODE.search((await messages_to(container, to))[0])
    assert found, "no code in the newest message"
    return found[0]


async def log_in(
    client: httpx.AsyncClient,
    account: MadeAccount,
    *,
    device: str | None = None,
    ip: str = HOME,
    kind: str = "native",
) -> httpx.Response:
    """The answer to a login with the right password."""
    headers = {"X-Forwarded-For": ip, **({"Device-Secret": device} if device else {})}
    body = {"email": account.email, "password": account.password, "client": kind}
    return await client.post("/v1/auth/login", json=body, headers=headers)


def steps_of(flow: dict[str, Any], ip: str = HOME) -> tuple[str, dict[str, str]]:
    """Address and headers of a flow's steps."""
    headers = {"Flow-Secret": flow["secret"], "X-Forwarded-For": ip}
    return f"/v1/auth/flows/{flow['id']}", headers


async def pass_step_up(
    client: httpx.AsyncClient, container: Container, account: MadeAccount, flow: dict[str, Any]
) -> dict[str, Any]:
    """Confirm the number, enter the code; the answer's body."""
    path, headers = steps_of(flow)
    await client.post(f"{path}/phone", json={"phone": account.phone}, headers=headers)
    code = await newest_code(container, account.phone)
    response = await client.post(f"{path}/verify", json={"code": code}, headers=headers)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


async def log_in_fully(
    client: httpx.AsyncClient, container: Container, account: MadeAccount, kind: str = "native"
) -> dict[str, Any]:
    """Log in through the second factor; tokens and, once, the device's secret."""
    response = await log_in(client, account, kind=kind)
    return await pass_step_up(client, container, account, response.json()["flow"])


async def start_reset(client: httpx.AsyncClient, email: str) -> dict[str, Any]:
    """A fresh flow of a forgotten password; its code is on the way."""
    response = await client.post("/v1/auth/password-resets", json={"email": email})
    assert response.status_code == 202, response.text
    flow: dict[str, Any] = response.json()
    return flow


async def enter_code(
    client: httpx.AsyncClient, container: Container, flow: dict[str, Any], to: str
) -> httpx.Response:
    """Enter the newest code that went to this address or number."""
    path, headers = steps_of(flow)
    body = {"code": await newest_code(container, to)}
    return await client.post(f"{path}/verify", json=body, headers=headers)


async def alert_token(container: Container, to: str) -> str:
    """The token of the newest alert that went to this address or number."""
    found = ALERT.search("\n".join(await messages_to(container, to)))
    assert found, "no alert"
    return found[1]


async def start_activation(client: httpx.AsyncClient, email: str) -> dict[str, Any]:
    """A fresh activation flow."""
    response = await client.post("/v1/auth/activations", json={"email": email})
    assert response.status_code == 202, response.text
    flow: dict[str, Any] = response.json()
    return flow


_known: dict[tuple[int, str], str] = {}


async def _hashed(container: Container, password: str) -> str:
    """argon2 is slow on purpose: one computation serves all tests of a process."""
    key = (container.settings.password_hash_memory_kib, password)
    if key not in _known:
        _known[key] = await container.passwords.hash(password)
    return _known[key]
