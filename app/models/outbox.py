"""The outbox: what must leave, written in the transaction that decided it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified
from app.models.columns import checked_enum
from app.values.outbox import OutboxChannel, OutboxState


class OutboxMessage(Identified, Base):
    """A message and its delivery. The sealed payload is wiped once sent or dead."""

    __tablename__ = "outbox_messages"
    __table_args__ = (
        Index(None, "state", "next_attempt_at"),
        CheckConstraint("attempts >= 0", name="attempts"),
    )

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    channel: Mapped[OutboxChannel] = mapped_column(checked_enum(OutboxChannel, "channel"))
    state: Mapped[OutboxState] = mapped_column(checked_enum(OutboxState, "state"))
    payload_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    next_attempt_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    failure: Mapped[str | None] = mapped_column(String(60))
