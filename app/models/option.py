"""Options (*options, renforts*): cover that a member may add, and who added it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import EUROS, UTCDateTime
from app.models.base import Base, Identified, Timestamped


class Option(Identified, Timestamped, Base):
    """What may be added, for how much a month, and what is agreed to.

    `prices` are euros a month by relationship, as texts; a relationship without one is not covered.
    It can begin from `starts_on` to `ends_on`, so many days after it is asked at the earliest.
    """

    __tablename__ = "options"
    __table_args__ = (
        UniqueConstraint("portfolio_id", "ref"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        CheckConstraint("notice_days >= 0", name="notice_days"),
    )

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    ref: Mapped[str] = mapped_column(String(64))
    label_fr: Mapped[str] = mapped_column(String(200))
    label_en: Mapped[str] = mapped_column(String(200))
    description_fr: Mapped[str] = mapped_column(Text)
    description_en: Mapped[str] = mapped_column(Text)
    ipid_url: Mapped[str] = mapped_column(String(500))
    prices: Mapped[dict[str, Any]] = mapped_column(JSON)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    notice_days: Mapped[int]
    consent_version: Mapped[str] = mapped_column(String(40))
    consent_fr: Mapped[str] = mapped_column(Text)
    consent_en: Mapped[str] = mapped_column(Text)
    feed_hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class OptionOffer(Identified, Base):
    """To whom an option is offered: whoever is at a level, under one contract or any, and the level
    at which they then are.
    """

    __tablename__ = "option_offers"
    __table_args__ = (UniqueConstraint("option_id", "position"),)

    option_id: Mapped[UUID] = mapped_column(ForeignKey("options.id"))
    position: Mapped[int]
    contract_id: Mapped[UUID | None] = mapped_column(ForeignKey("contracts.id"))
    benefit_level_id: Mapped[UUID] = mapped_column(ForeignKey("benefit_levels.id"), index=True)
    raised_level_id: Mapped[UUID] = mapped_column(ForeignKey("benefit_levels.id"))


class OptionSubscription(Identified, Base):
    """Somebody whose option was validated: from its first day the covers that the feed told before
    are at the raised level. Both levels and the price are those of the day of the decision.
    """

    __tablename__ = "option_subscriptions"
    __table_args__ = (UniqueConstraint("change_request_id", "beneficiary_id"),)

    change_request_id: Mapped[UUID] = mapped_column(ForeignKey("change_requests.id"))
    option_id: Mapped[UUID] = mapped_column(ForeignKey("options.id"))
    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    beneficiary_id: Mapped[UUID] = mapped_column(ForeignKey("beneficiaries.id"), index=True)
    starts_on: Mapped[date]
    monthly_price: Mapped[Decimal] = mapped_column(EUROS)
    benefit_level_id: Mapped[UUID] = mapped_column(ForeignKey("benefit_levels.id"))
    raised_level_id: Mapped[UUID] = mapped_column(ForeignKey("benefit_levels.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
