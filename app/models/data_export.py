"""Exports of personal data, asked for by the person (RGPD, articles 15 and 20)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified
from app.models.columns import checked_enum
from app.values.data_exports import DataExportStatus


class DataExport(Identified, Base):
    """A ZIP of what an account's holder may read. The storage has it encrypted with a key of its
    own, which is sealed here: without the row the file is noise. Gone, file and key, once expired.
    """

    __tablename__ = "data_exports"
    __table_args__ = (
        CheckConstraint(
            "(status = 'ready') = (key_sealed IS NOT NULL AND storage_key IS NOT NULL"
            " AND size IS NOT NULL AND sha256 IS NOT NULL AND expires_at IS NOT NULL)",
            name="file",
        ),
    )

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    session_id: Mapped[UUID]
    status: Mapped[DataExportStatus] = mapped_column(checked_enum(DataExportStatus, "status"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    storage_key: Mapped[str | None] = mapped_column(String(80))
    key_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    size: Mapped[int | None]
    sha256: Mapped[bytes | None] = mapped_column(LargeBinary(32))
