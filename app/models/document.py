"""Documents that were issued: certificates, printed statements and tables of guarantees."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, column
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified
from app.models.columns import checked_enum
from app.values.documents import DocumentKind

_LIVE = column("withdrawn_at").is_(None)


class Document(Identified, Base):
    """A document as it was handed out. The storage keeps the file; equal facts find it again by
    `facts_hash`, a keyed hash. `reference` is printed on it, and anybody may ask whether it stands.

    `subject_id` is the statement or the contract; `stated_on` the day of which it is true.
    A statement is withdrawn when it is sent again with other lines, a certificate when a cover it
    states is no longer so, a table of guarantees for that and when its level is sent otherwise.
    """

    __tablename__ = "documents"
    __table_args__ = (
        Index(
            "uq_documents_live_facts",
            "portfolio_id",
            "facts_hash",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index(None, "subject_id", "kind"),
        CheckConstraint("size >= 0", name="size"),
    )

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"), index=True)
    kind: Mapped[DocumentKind] = mapped_column(checked_enum(DocumentKind, "kind"))
    subject_id: Mapped[UUID]
    stated_on: Mapped[date]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    facts_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    size: Mapped[int]
    storage_key: Mapped[str] = mapped_column(String(80))
    file_name: Mapped[str] = mapped_column(String(200))
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class DocumentPerson(Base):
    """Somebody whose cover a document states: on its day or, with `until`, its very last day."""

    __tablename__ = "document_persons"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    beneficiary_id: Mapped[UUID] = mapped_column(
        ForeignKey("beneficiaries.id"), primary_key=True, index=True
    )
    until: Mapped[date | None]
