"""Numbers of third-party-payment cards, one living number a person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, column
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified
from app.models.columns import checked_enum
from app.values.cards import CardLoss

_LIVE = column("revoked_at").is_(None)


class Card(Identified, Base):
    """A card of one person. Its number says nothing of them; revoked, it is published."""

    __tablename__ = "cards"
    __table_args__ = (
        Index(
            "uq_cards_live_beneficiary_id",
            "beneficiary_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index(None, "portfolio_id", "revoked_at"),
        CheckConstraint("(revoked_at IS NULL) = (loss IS NULL)", name="revoked"),
    )

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    beneficiary_id: Mapped[UUID] = mapped_column(ForeignKey("beneficiaries.id"))
    number: Mapped[str] = mapped_column(String(12), unique=True)
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    loss: Mapped[CardLoss | None] = mapped_column(checked_enum(CardLoss, "loss"))
