"""Imports: a stream of lines from a partner or a file, with one result per line."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified
from app.models.columns import checked_enum
from app.values.imports import ImportKind, ImportState


class ImportRun(Identified, Base):
    """One import and its counts so far; updated with each batch so that progress can be read."""

    __tablename__ = "import_runs"
    __table_args__ = (CheckConstraint("lines >= 0 AND rejected >= 0", name="counts"),)

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"), index=True)
    partner_token_id: Mapped[UUID | None] = mapped_column(ForeignKey("partner_tokens.id"))
    kind: Mapped[ImportKind] = mapped_column(checked_enum(ImportKind, "kind"))
    state: Mapped[ImportState] = mapped_column(checked_enum(ImportState, "state"))
    dry_run: Mapped[bool]
    lines: Mapped[int] = mapped_column(default=0)
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    failure: Mapped[str | None] = mapped_column(String(60))


class ImportResultChunk(Identified, Base):
    """Results of one batch of lines: compressed NDJSON, sealed, since references are personal."""

    __tablename__ = "import_result_chunks"
    __table_args__ = (UniqueConstraint("import_run_id", "first_line"),)

    import_run_id: Mapped[UUID] = mapped_column(ForeignKey("import_runs.id", ondelete="CASCADE"))
    first_line: Mapped[int]
    results_sealed: Mapped[bytes] = mapped_column(LargeBinary)
