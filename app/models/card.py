"""Numbers of third-party-payment cards, one living number a person and contract."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, column, or_
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified
from app.models.columns import checked_enum
from app.values.cards import CardLoss

_LIVE = column("revoked_at").is_(None)
_WORTHLESS = or_(column("revoked_at").is_not(None), column("ends_on").is_not(None))


class Card(Identified, Base):
    """A card of one person under one contract. Its number says nothing of them; it is published
    once it is revoked, or its holder left the contract.

    `ends_on` is the last day its holder is covered under the contract, null while there is none.
    """

    __tablename__ = "cards"
    __table_args__ = (
        Index(
            "uq_cards_live_beneficiary_id_contract_id",
            "beneficiary_id",
            "contract_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index(
            "ix_cards_worthless_portfolio_id_number",
            "portfolio_id",
            "number",
            sqlite_where=_WORTHLESS,
            postgresql_where=_WORTHLESS,
        ),
        CheckConstraint("(revoked_at IS NULL) = (loss IS NULL)", name="revoked"),
    )

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    beneficiary_id: Mapped[UUID] = mapped_column(ForeignKey("beneficiaries.id"))
    contract_id: Mapped[UUID | None] = mapped_column(ForeignKey("contracts.id"), index=True)
    number: Mapped[str] = mapped_column(String(12), unique=True)
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ends_on: Mapped[date | None]
    loss: Mapped[CardLoss | None] = mapped_column(checked_enum(CardLoss, "loss"))
