"""Threads of messages between a family and the administrator."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified, Timestamped
from app.models.columns import checked_enum
from app.values.lifecycles import StepActor
from app.values.messages import MessageCategory, ThreadState


class Thread(Identified, Timestamped, Base):
    """A conversation about one person of a family; `asked_by_id` is null when the administrator
    began it. A complaint has a clock of its own: `acknowledge_by` and `answer_by`.
    """

    __tablename__ = "threads"
    __table_args__ = (
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint(
            "(category = 'complaint') = (acknowledge_by IS NOT NULL)"
            " AND (category = 'complaint') = (answer_by IS NOT NULL)",
            name="complaint_clock",
        ),
        Index(None, "portfolio_id", "updated_at", "id"),
    )

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"), index=True)
    beneficiary_id: Mapped[UUID] = mapped_column(ForeignKey("beneficiaries.id"))
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("beneficiaries.id"))
    category: Mapped[MessageCategory] = mapped_column(checked_enum(MessageCategory, "category"))
    subject: Mapped[str] = mapped_column(String(40))
    state: Mapped[ThreadState] = mapped_column(checked_enum(ThreadState, "state"))
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    messages: Mapped[int]
    """How many there are: the position of the last one."""
    answers_until: Mapped[int]
    """The position of the administrator's last message; 0 without one."""
    acknowledge_by: Mapped[date | None]
    answer_by: Mapped[date | None]
    acknowledged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Message(Identified, Base):
    """One message of a thread, never changed; numbered from 1. `author_id` is who of the family
    wrote it.
    """

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("thread_id", "position"),)

    thread_id: Mapped[UUID] = mapped_column(ForeignKey("threads.id"))
    position: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    author: Mapped[StepActor] = mapped_column(checked_enum(StepActor, "author"))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("beneficiaries.id"))
    text: Mapped[str] = mapped_column(Text)


class ThreadReading(Base):
    """How far one person of the family has read a thread."""

    __tablename__ = "thread_readings"

    thread_id: Mapped[UUID] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    reader_id: Mapped[UUID] = mapped_column(ForeignKey("beneficiaries.id"), primary_key=True)
    position: Mapped[int]
