"""Télétransmission: the link by which the statutory fund sends a person's statements."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified, Timestamped
from app.models.columns import checked_enum
from app.values.audit import ActorKind
from app.values.teletransmissions import TeletransmissionCause, TeletransmissionState


class Teletransmission(Identified, Timestamped, Base):
    """The link of one person; who never asked for one has no row, which is `inactive`."""

    __tablename__ = "teletransmissions"
    __table_args__ = (
        UniqueConstraint("beneficiary_id"),
        CheckConstraint(
            "(cause IS NOT NULL) = (state IN ('rejected', 'suspended'))", name="has_cause"
        ),
    )

    beneficiary_id: Mapped[UUID] = mapped_column(ForeignKey("beneficiaries.id"))
    state: Mapped[TeletransmissionState] = mapped_column(
        checked_enum(TeletransmissionState, "state")
    )
    cause: Mapped[TeletransmissionCause | None] = mapped_column(
        checked_enum(TeletransmissionCause, "cause")
    )
    since: Mapped[datetime] = mapped_column(UTCDateTime)


class TeletransmissionChange(Identified, Base):
    """A line of the link's history: kept for good, never changed."""

    __tablename__ = "teletransmission_changes"
    __table_args__ = (Index(None, "beneficiary_id", "at"),)

    beneficiary_id: Mapped[UUID] = mapped_column(ForeignKey("beneficiaries.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_kind: Mapped[ActorKind] = mapped_column(checked_enum(ActorKind, "actor_kind"))
    state: Mapped[TeletransmissionState] = mapped_column(
        checked_enum(TeletransmissionState, "state")
    )
    cause: Mapped[TeletransmissionCause | None] = mapped_column(
        checked_enum(TeletransmissionCause, "cause")
    )
