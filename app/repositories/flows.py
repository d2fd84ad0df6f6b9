"""Questions about flows: each change says which state it starts from, so that of two at the same
time one wins.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Label, Update, bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models.account import Account
from app.models.flow import Flow
from app.models.second_factor import RecoveryCode, SecondFactor
from app.repositories.base import AnyRow
from app.values.flows import FlowKind, FlowState
from app.values.second_factors import FactorKind

LIVE = [state for state in FlowState if state not in {FlowState.COMPLETED, FlowState.FAILED}]


def _has_factor(kind: FactorKind) -> Label[bool]:
    return (
        exists()
        .where(
            SecondFactor.account_id == Flow.account_id,
            SecondFactor.kind == kind,
            SecondFactor.confirmed_at.is_not(None),
        )
        .label(f"has_{kind.value}")
    )


_STANDING = (
    select(
        Flow.id,
        Flow.account_id,
        Flow.kind,
        Flow.state,
        Flow.subject,
        Flow.secret_hash,
        Flow.created_at,
        Flow.expires_at,
        Flow.channel,
        Flow.code_hash,
        Flow.code_expires_at,
        Flow.pending_phone,
        Flow.pending_email,
        Flow.email_proved_at,
        Flow.available_at,
        Flow.submissions,
        Flow.sends,
        Flow.deliveries,
        Flow.last_send_at,
        Flow.client,
        Flow.reasons,
        Flow.session_id,
        Flow.device_id,
        Flow.network,
        Account.email,
        Account.phone,
        Account.status.label("account_status"),
        _has_factor(FactorKind.TOTP),
        _has_factor(FactorKind.PASSKEY),
        exists()
        .where(RecoveryCode.account_id == Flow.account_id, RecoveryCode.used_at.is_(None))
        .label("has_recovery_code"),
    )
    .outerjoin(Account, Account.id == Flow.account_id)
    .where(Flow.id == bindparam("flow_id"), Flow.portfolio_id == bindparam("portfolio_id"))
)


class FlowReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, flow_id: UUID, portfolio_id: UUID) -> AnyRow | None:
        """The flow, and what its account's file says now."""
        parameters = {"flow_id": flow_id, "portfolio_id": portfolio_id}
        return (await self._connection.execute(_STANDING, parameters)).one_or_none()


class FlowRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, flow: Flow) -> None:
        """Keep a new flow."""
        self._session.add(flow)

    async def count_submission(self, flow_id: UUID, states: list[FlowState], limit: int) -> bool:
        """Count one code or number handed in, unless the flow has had `limit` or moved on."""
        statement = (
            update(Flow)
            .where(Flow.id == flow_id, Flow.state.in_(states), Flow.submissions < limit)
            .values(submissions=Flow.submissions + 1)
            .returning(Flow.id)
        )
        return await self._session.scalar(statement) is not None

    async def fail_if_spent(self, flow_id: UUID, limit: int, now: datetime) -> None:
        """End the flow whose submissions are spent; one that got through meanwhile stays."""
        waiting = (FlowState.PHONE, FlowState.CODE)
        await self._session.execute(
            update(Flow)
            .where(Flow.id == flow_id, Flow.state.in_(waiting), Flow.submissions >= limit)
            .values(state=FlowState.FAILED, updated_at=now)
        )

    async def record_send(
        self, flow_id: UUID, state: FlowState, sends: int, values: dict[str, Any]
    ) -> bool:
        """Note a send, if nobody else did since the flow was read."""
        return await self._change(
            update(Flow)
            .where(Flow.id == flow_id, Flow.state == state, Flow.sends == sends)
            .values(**values)
        )

    async def consume_code(
        self, flow_id: UUID, code_hash: bytes, now: datetime, values: dict[str, Any]
    ) -> bool:
        """Use a code up, once: of any number that arrive together exactly one passes."""
        return await self._change(
            update(Flow)
            .where(
                Flow.id == flow_id,
                Flow.state == FlowState.CODE,
                Flow.code_hash == code_hash,
                Flow.code_expires_at > now,
                Flow.expires_at > now,
            )
            .values(code_hash=None, code_expires_at=None, updated_at=now, **values)
        )

    async def change(self, flow_id: UUID, values: dict[str, Any]) -> None:
        """Write down what follows, in a transaction that holds the flow already."""
        await self._session.execute(update(Flow).where(Flow.id == flow_id).values(**values))

    async def complete(self, flow_id: UUID, states: list[FlowState], now: datetime) -> bool:
        """End a flow that stands at one of these states well, once."""
        return await self._change(
            update(Flow)
            .where(Flow.id == flow_id, Flow.state.in_(states), Flow.expires_at > now)
            .values(state=FlowState.COMPLETED, code_hash=None, updated_at=now)
        )

    async def fail_all(
        self, account_id: UUID, now: datetime, *, kind: FlowKind | None = None
    ) -> None:
        """End what is under way for an account: all of it, or of one kind."""
        statement = update(Flow).where(Flow.account_id == account_id, Flow.state.in_(LIVE))
        if kind is not None:
            statement = statement.where(Flow.kind == kind)
        await self._session.execute(
            statement.values(state=FlowState.FAILED, code_hash=None, updated_at=now)
        )

    async def _change(self, statement: Update) -> bool:
        return await self._session.scalar(statement.returning(Flow.id)) is not None
