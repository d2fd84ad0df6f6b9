"""Webhooks: where a partner is told of events, and what was sent there."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified
from app.models.columns import checked_enum
from app.values.webhooks import DeliveryFailure, DeliveryState


class Webhook(Identified, Base):
    """An address of a partner. No kind is every kind; `employer_ref` is that of the token that made
    it. Deliveries of events up to `sent_through` exist. After a fault of the receiver nothing is
    sent until `rests_until`.
    """

    __tablename__ = "webhooks"
    __table_args__ = (Index(None, "portfolio_id", "id"),)

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    employer_ref: Mapped[str | None] = mapped_column(String(64))
    url: Mapped[str] = mapped_column(String(500))
    kinds: Mapped[list[Any]] = mapped_column(JSON)
    secret_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sent_through: Mapped[int] = mapped_column(BigInteger)
    rests_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class WebhookDelivery(Identified, Base):
    """What is sent to one webhook, and what became of it; a test is about no event. The payload is
    what was, or will be, sent to the byte: it outlives the event.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("webhook_id", "event_id"),
        Index(None, "state", "next_attempt_at"),
        Index(None, "webhook_id", "id"),
        CheckConstraint("attempts >= 0", name="attempts"),
    )

    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhooks.id"))
    event_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[str] = mapped_column(Text)
    state: Mapped[DeliveryState] = mapped_column(checked_enum(DeliveryState, "state"))
    attempts: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    next_attempt_at: Mapped[datetime] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    failure: Mapped[DeliveryFailure | None] = mapped_column(
        checked_enum(DeliveryFailure, "failure")
    )
    status: Mapped[int | None]
