"""Keys under which requests are sent again, and the answers kept for them."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified


class IdempotencyKey(Identified, Base):
    """One key of one principal for one operation.

    `subject` is the keyed hash of the three, `fingerprint` that of what was sent: neither tells
    anything. `answer_sealed` is null until the request is done; until `held_until`, nobody else may
    begin it. `id` is the holder's: whoever takes a key over gives it another one.
    """

    __tablename__ = "idempotency_keys"

    subject: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    answer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    held_until: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
