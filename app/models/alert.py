"""Alerts: the "not me" and cancel links of notices."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified
from app.models.columns import checked_enum
from app.values.alerts import AlertKind


class Alert(Identified, Base):
    """What its link undoes: `previous_sealed` is the phone or e-mail of before, `factor_id` and
    `flow_id` what was enrolled or begun. The token is kept hashed; it works once.
    """

    __tablename__ = "alerts"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    kind: Mapped[AlertKind] = mapped_column(checked_enum(AlertKind, "kind"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    previous_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    factor_id: Mapped[UUID | None]
    flow_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
