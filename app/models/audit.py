"""The audit trail: append-only, hash-chained in segments."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified
from app.models.columns import checked_enum
from app.values.audit import ActorKind


class AuditSegment(Identified, Base):
    """A chain of entries. Several are open at once (one a lane), so that writers do not queue on
    one lock; a closed one can be dropped once its `head_hash` is kept as the next one's anchor.
    """

    __tablename__ = "audit_segments"
    __table_args__ = (UniqueConstraint("lane", "number"),)

    lane: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    anchor_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    head_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    length: Mapped[int]


class AuditEntry(Identified, Base):
    """One thing done. `hash` covers every other column and the entry before it."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        UniqueConstraint("segment_id", "position"),
        Index(None, "account_id", "at"),
    )

    segment_id: Mapped[UUID] = mapped_column(ForeignKey("audit_segments.id"))
    position: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    portfolio_id: Mapped[UUID | None]
    actor_kind: Mapped[ActorKind] = mapped_column(checked_enum(ActorKind, "actor_kind"))
    actor_id: Mapped[UUID | None]
    account_id: Mapped[UUID | None]
    action: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[UUID | None]
    result: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(60))
    session_id: Mapped[UUID | None]
    device_id: Mapped[UUID | None]
    ip: Mapped[str | None] = mapped_column(String(45))
    request_id: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
