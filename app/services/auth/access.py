"""Flows begin here, and are found again: by id and the secret that only their client has."""

import hmac
from dataclasses import dataclass
from uuid import UUID

from app.database.database import Database
from app.errors.authentication import FlowNotFound
from app.gateways.clock import Clock
from app.models.flow import Flow
from app.repositories.flows import FlowReader, FlowRepository
from app.schemas.auth import FlowRead, FlowStartedRead
from app.security.opaque_secrets import hash_secret, make_secret
from app.services.auth.flows import FLOW_LIFETIME, Standing, describe
from app.values.flows import FlowKind, FlowState
from app.values.ids import new_id
from app.values.sessions import ClientKind
from app.values.step_up import StepUpReason


class FlowAccess:
    """The door of every step."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def read(self, portfolio_id: UUID, flow_id: UUID, secret: str) -> FlowRead:
        """What the screen shows next; also of a flow that failed or expired.

        Raises:
            FlowNotFound: no such flow, or not with this secret.
        """
        standing = await self.find(portfolio_id, flow_id, secret)
        return describe(standing, self._clock.now())

    async def find(self, portfolio_id: UUID, flow_id: UUID, secret: str) -> Standing:
        """Where the flow stands, read on a connection of its own, given back at once.

        Raises:
            FlowNotFound: no such flow, or not with this secret.
        """
        async with self._database.read() as connection:
            row = await FlowReader(connection).find(flow_id, portfolio_id)
        if row is None or not hmac.compare_digest(row.secret_hash, hash_secret(secret)):
            raise FlowNotFound
        return Standing(**row._mapping)  # noqa: SLF001 - the public name of a row's columns


@dataclass(frozen=True, slots=True)
class Opening:
    """What a flow begins with: where, for whom, and of a login what led to the second factor."""

    kind: FlowKind
    state: FlowState
    account_id: UUID | None
    subject: bytes
    client: ClientKind | None = None
    reasons: tuple[StepUpReason, ...] = ()
    device_id: UUID | None = None
    network: str | None = None
    user_agent: str | None = None


class FlowStarter:
    """Begins flows, inside the unit of work of whoever does."""

    def __init__(self, flows: FlowRepository, clock: Clock) -> None:
        self._flows = flows
        self._clock = clock

    def start(self, portfolio_id: UUID, opening: Opening) -> FlowStartedRead:
        """A new flow; its secret is told here and never again."""
        secret, now = make_secret(), self._clock.now()
        standing = Standing(
            id=new_id(),
            account_id=opening.account_id,
            kind=opening.kind,
            state=opening.state,
            subject=opening.subject,
            secret_hash=hash_secret(secret),
            created_at=now,
            expires_at=now + FLOW_LIFETIME,
            client=opening.client.value if opening.client else None,
            reasons=[reason.value for reason in opening.reasons] or None,
            device_id=opening.device_id,
            network=opening.network,
        )
        self._flows.add(_row(portfolio_id, standing, opening.user_agent))
        return FlowStartedRead(**describe(standing, now).model_dump(), secret=secret)


def _row(portfolio_id: UUID, standing: Standing, user_agent: str | None) -> Flow:
    return Flow(
        id=standing.id,
        portfolio_id=portfolio_id,
        account_id=standing.account_id,
        kind=standing.kind,
        state=standing.state,
        subject=standing.subject,
        secret_hash=standing.secret_hash,
        expires_at=standing.expires_at,
        submissions=standing.submissions,
        sends=standing.sends,
        deliveries=standing.deliveries,
        client=standing.client,
        reasons=standing.reasons,
        device_id=standing.device_id,
        network=standing.network,
        user_agent=user_agent,
        created_at=standing.created_at,
        updated_at=standing.created_at,
    )
