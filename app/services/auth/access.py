"""Flows begin here, and are found again: by id and the secret that only their client has."""

import hmac
from dataclasses import fields
from typing import Any
from uuid import UUID

from app.database.database import Database
from app.errors.authentication import FlowNotFound
from app.gateways.clock import Clock
from app.models.flow import Flow
from app.repositories.flows import FlowReader, FlowRepository
from app.schemas.auth import FlowStarted
from app.security.opaque_secrets import hash_secret, make_secret
from app.services.auth.flows import FLOW_LIFETIME, Standing, describe
from app.values.flows import FlowKind, FlowState
from app.values.ids import new_id

STANDING_FIELDS = [field.name for field in fields(Standing)]


class FlowAccess:
    """The door of every step."""

    def __init__(self, database: Database) -> None:
        self._database = database

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


class FlowStarter:
    """Begins flows, inside the unit of work of whoever does."""

    def __init__(self, flows: FlowRepository, clock: Clock) -> None:
        self._flows = flows
        self._clock = clock

    def start(
        self,
        portfolio_id: UUID,
        *,
        account_id: UUID | None,
        kind: FlowKind,
        state: FlowState,
        subject: bytes,
        **facts: Any,
    ) -> FlowStarted:
        """A new flow; its secret is told here and never again."""
        secret, now = make_secret(), self._clock.now()
        flow = Flow(
            id=new_id(),
            portfolio_id=portfolio_id,
            account_id=account_id,
            kind=kind,
            state=state,
            subject=subject,
            secret_hash=hash_secret(secret),
            expires_at=now + FLOW_LIFETIME,
            submissions=0,
            sends=0,
            deliveries=0,
            created_at=now,
            updated_at=now,
            **facts,
        )
        self._flows.add(flow)
        facts_now: Any = {name: getattr(flow, name, None) for name in STANDING_FIELDS}
        standing = Standing(**facts_now)
        return FlowStarted(**describe(standing, now).model_dump(), secret=secret)
