"""Counters of abuse limits that must survive a failed request."""

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base


class RateCounter(Base):
    """How often something happened in one window. `subject` is a keyed hash: no number, address
    or account can be read from it.
    """

    __tablename__ = "rate_counters"
    __table_args__ = (CheckConstraint("count >= 0", name="count"),)

    subject: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(UTCDateTime, primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    count: Mapped[int]
