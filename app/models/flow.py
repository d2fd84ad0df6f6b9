"""Flows: a half-authenticated state is a row here, never a token other endpoints understand."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified, Timestamped
from app.models.columns import checked_enum
from app.values.flows import CodeChannel, FlowKind, FlowState


class Flow(Identified, Timestamped, Base):
    """One way in, under way. `account_id` is absent when nobody has that e-mail: the flow then
    walks like any other and never succeeds.

    `submissions` counts every code or number handed in, before it is compared; at five the flow
    fails. `sends` counts what was asked for and is shown; `deliveries` counts the codes that
    really left, which is not. `code_hash` is an HMAC over flow, purpose, destination and code.
    `subject` is a keyed hash of the e-mail: tries count alike whether or not it has an account.
    `pending_phone` is the number being enrolled or, in a login, the one on file once confirmed.
    `pending_email` is the address a change leads to, `email_proved_at` when the present one was
    proved. `available_at` is the end of a recovery's wait. `session_id` is the session that asked.
    """

    __tablename__ = "flows"
    __table_args__ = (
        CheckConstraint("submissions >= 0 AND sends >= 0 AND deliveries >= 0", name="counters"),
    )

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    kind: Mapped[FlowKind] = mapped_column(checked_enum(FlowKind, "kind"))
    state: Mapped[FlowState] = mapped_column(checked_enum(FlowState, "state"))
    subject: Mapped[bytes] = mapped_column(LargeBinary(32))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    channel: Mapped[CodeChannel | None] = mapped_column(checked_enum(CodeChannel, "channel"))
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    code_expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    pending_phone: Mapped[str | None] = mapped_column(String(20))
    pending_email: Mapped[str | None] = mapped_column(String(254))
    email_proved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    available_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    submissions: Mapped[int] = mapped_column(default=0)
    sends: Mapped[int] = mapped_column(default=0)
    deliveries: Mapped[int] = mapped_column(default=0)
    last_send_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    client: Mapped[str | None] = mapped_column(String(10))
    reasons: Mapped[list[Any] | None] = mapped_column(JSON)
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("member_sessions.id"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.id"))
    network: Mapped[str | None] = mapped_column(String(50))
    user_agent: Mapped[str | None] = mapped_column(String(200))
