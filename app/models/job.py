"""Deferred work: what the worker does later, written in the transaction that decided it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified
from app.models.columns import checked_enum
from app.values.jobs import JobKind, JobState


class Job(Identified, Base):
    """One thing to do about one subject, once. `progress` is a percentage.

    `failure` is the name of the last fault, never its text.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        Index(None, "state", "next_attempt_at"),
        CheckConstraint("attempts >= 0", name="attempts"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
    )

    kind: Mapped[JobKind] = mapped_column(checked_enum(JobKind, "kind"))
    subject_id: Mapped[UUID]
    state: Mapped[JobState] = mapped_column(checked_enum(JobState, "state"))
    progress: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    next_attempt_at: Mapped[datetime] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    failure: Mapped[str | None] = mapped_column(String(60))
