"""The inbox (*suivi de mes demandes*): a row for everything a family asked, whatever its kind."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base
from app.models.columns import checked_enum
from app.values.inbox import InboxKind


class InboxEntry(Base):
    """What the inbox shows of a thread, claim, quote or change request, written with it.

    `id` is that of what was asked; `asked_by_id` is null when the administrator began it. `words`
    holds the stems to search in, each between spaces.
    """

    __tablename__ = "inbox_entries"
    __table_args__ = (Index(None, "member_id", "asked_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[InboxKind] = mapped_column(checked_enum(InboxKind, "kind"))
    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"))
    beneficiary_id: Mapped[UUID] = mapped_column(ForeignKey("beneficiaries.id"))
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("beneficiaries.id"))
    topic: Mapped[str] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(40))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    words: Mapped[str] = mapped_column(Text)
