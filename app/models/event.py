"""Events (*événements*): that something happened, in the order partners and members read it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified
from app.models.columns import checked_enum
from app.values.events import EventKind


class Event(Identified, Base):
    """Written with what happened; identifiers only.

    `position` is null until the event is numbered, after its commit: see
    `repositories.event_numbering`. The addressee is the person who is told whatever their rights;
    whoever has the right of the kind over the person it is about is told too.
    """

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("portfolio_id", "position"),
        Index(None, "addressee_id", "position"),
        CheckConstraint("position >= 1", name="position"),
    )

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    position: Mapped[int | None] = mapped_column(BigInteger)
    kind: Mapped[EventKind] = mapped_column(checked_enum(EventKind, "kind"))
    subject_id: Mapped[UUID]
    addressee_id: Mapped[UUID] = mapped_column(ForeignKey("beneficiaries.id"))
    about_id: Mapped[UUID | None] = mapped_column(ForeignKey("beneficiaries.id"))
    occurred_at: Mapped[datetime] = mapped_column(UTCDateTime)


class EventCounter(Base):
    """How far a portfolio's events are numbered, and up to where they were deleted."""

    __tablename__ = "event_counters"
    __table_args__ = (
        CheckConstraint("last_position >= deleted_through", name="last_position"),
        CheckConstraint("deleted_through >= 0", name="deleted_through"),
    )

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"), primary_key=True)
    last_position: Mapped[int] = mapped_column(BigInteger)
    deleted_through: Mapped[int] = mapped_column(BigInteger)
