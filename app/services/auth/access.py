"""Flows begin here, and are found again: by id and the secret that only their client has."""

import hmac
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.database.database import Database
from app.errors.authentication import FlowNotFound
from app.gateways.clock import Clock
from app.models.flow import Flow
from app.repositories.flows import FlowReader, FlowRepository
from app.repositories.second_factors import SecondFactorReader
from app.schemas.auth_flows import FlowRead, FlowStartedRead
from app.security.opaque_secrets import hash_secret, make_secret
from app.services.auth.flows import FLOW_LIFETIME, describe
from app.services.auth.passkeys import PasskeyRules
from app.services.auth.standing import NO_FACTORS, Factors, PasskeyHandle, Standing
from app.services.portfolios import CurrentPortfolio
from app.values.accounts import AccountStatus
from app.values.flows import FlowKind, FlowState
from app.values.ids import new_id
from app.values.second_factors import FactorKind
from app.values.sessions import ClientKind
from app.values.step_up import StepUpReason


class FlowAccess:
    """The door of every step."""

    def __init__(self, database: Database, passkeys: PasskeyRules, clock: Clock) -> None:
        self._database = database
        self._passkeys = passkeys
        self._clock = clock

    async def read(self, portfolio: CurrentPortfolio, flow_id: UUID, secret: str) -> FlowRead:
        """What the screen shows next; also of a flow that failed or expired.

        Raises:
            FlowNotFound: no such flow, or not with this secret.
        """
        return self.describe(portfolio, await self.find(portfolio.id, flow_id, secret))

    def describe(self, portfolio: CurrentPortfolio, standing: Standing) -> FlowRead:
        """The flow as its client reads it."""
        passkey = self._passkeys.request_options(portfolio, standing)
        return describe(standing, self._clock.now(), passkey)

    async def find(self, portfolio_id: UUID, flow_id: UUID, secret: str) -> Standing:
        """Where the flow stands, read on a connection of its own, given back at once.

        Raises:
            FlowNotFound: no such flow, or not with this secret.
        """
        async with self._database.read() as connection:
            row = await FlowReader(connection).find(flow_id, portfolio_id)
            if row is None or not hmac.compare_digest(row.secret_hash, hash_secret(secret)):
                raise FlowNotFound
            columns = dict(row._mapping)  # noqa: SLF001 - the public name of a row's columns
            enrolled = {name: columns.pop(f"has_{name}") for name in ("totp", "recovery_code")}
            passkeys: tuple[PasskeyHandle, ...] = ()
            if columns.pop(f"has_{FactorKind.PASSKEY.value}"):
                passkeys = (await factors_of(connection, row.account_id)).passkeys
        return Standing(**columns, factors=Factors(**enrolled, passkeys=passkeys))


async def factors_of(connection: AsyncConnection, account_id: UUID) -> Factors:
    """What the account may show beside the phone."""
    reader = SecondFactorReader(connection)
    rows = await reader.list_confirmed(account_id)
    return Factors(
        totp=any(row.kind is FactorKind.TOTP for row in rows),
        recovery_code=await reader.count_unused_codes(account_id) > 0,
        passkeys=tuple(
            PasskeyHandle(row.credential_id, tuple(row.transports or ()))
            for row in rows
            if row.kind is FactorKind.PASSKEY
        ),
    )


@dataclass(frozen=True, slots=True)
class Opening:
    """What a flow begins with: where, for whom, and what led to it.

    `email`, `phone`, `account_status` and `factors` are what the file says; they are not kept.
    """

    kind: FlowKind
    state: FlowState
    account_id: UUID | None
    subject: bytes
    client: ClientKind | None = None
    reasons: tuple[StepUpReason, ...] = ()
    session_id: UUID | None = None
    device_id: UUID | None = None
    network: str | None = None
    user_agent: str | None = None
    pending_phone: str | None = None
    pending_email: str | None = None
    available_at: datetime | None = None
    expires_at: datetime | None = None
    email: str | None = None
    phone: str | None = None
    account_status: AccountStatus | None = None
    factors: Factors = NO_FACTORS


@dataclass(frozen=True, slots=True)
class Prepared:
    """A flow that is about to begin, and its secret."""

    standing: Standing
    secret: str
    user_agent: str | None

    def advanced(self, values: dict[str, Any]) -> "Prepared":
        """The same, some way on already."""
        return replace(self, standing=replace(self.standing, **values))


class FlowStarter:
    """Begins flows, inside the unit of work of whoever does."""

    def __init__(self, flows: FlowRepository, passkeys: PasskeyRules, clock: Clock) -> None:
        self._flows = flows
        self._passkeys = passkeys
        self._clock = clock

    def prepare(self, opening: Opening) -> Prepared:
        """A new flow, not begun yet: a first code may be made for it."""
        secret, now = make_secret(), self._clock.now()
        standing = Standing(
            id=new_id(),
            account_id=opening.account_id,
            kind=opening.kind,
            state=opening.state,
            subject=opening.subject,
            secret_hash=hash_secret(secret),
            created_at=now,
            expires_at=opening.expires_at or now + FLOW_LIFETIME,
            client=opening.client.value if opening.client else None,
            reasons=[reason.value for reason in opening.reasons] or None,
            session_id=opening.session_id,
            device_id=opening.device_id,
            network=opening.network,
            pending_phone=opening.pending_phone,
            pending_email=opening.pending_email,
            available_at=opening.available_at,
            email=opening.email,
            phone=opening.phone,
            account_status=opening.account_status,
            factors=opening.factors,
        )
        return Prepared(standing, secret, opening.user_agent)

    def begin(self, portfolio: CurrentPortfolio, prepared: Prepared) -> FlowStartedRead:
        """Begin it; its secret is told here and never again."""
        standing = prepared.standing
        self._flows.add(_row(portfolio.id, standing, prepared.user_agent))
        passkey = self._passkeys.request_options(portfolio, standing)
        shown = describe(standing, self._clock.now(), passkey)
        fields = {name: getattr(shown, name) for name in FlowRead.model_fields}
        return FlowStartedRead(**fields, secret=prepared.secret)

    def start(self, portfolio: CurrentPortfolio, opening: Opening) -> FlowStartedRead:
        """Prepare and begin a flow that needs no code yet."""
        return self.begin(portfolio, self.prepare(opening))


def _row(portfolio_id: UUID, standing: Standing, user_agent: str | None) -> Flow:
    kept = {column.name for column in Flow.__table__.columns} - {"portfolio_id", "user_agent"}
    values = {name: getattr(standing, name) for name in kept if hasattr(standing, name)}
    return Flow(
        **values,
        portfolio_id=portfolio_id,
        user_agent=user_agent,
        updated_at=standing.created_at,
    )
