"""Accounts: how a covered person comes in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified, Timestamped
from app.models.columns import checked_enum
from app.values.accounts import AccountStatus


class Account(Identified, Timestamped, Base):
    """The account of one person; an e-mail is unique within a portfolio.

    `email` and `phone` are the destinations of codes: once `phone_proved_at` or `activated_at` is
    set, no feed changes them. Until `frozen_until`, days after a factor changed, nobody changes the
    e-mail or the bank details, nor reads a full NIR. After `password_reset_at`, a lost phone is not
    recovered for some days.
    """

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("portfolio_id", "email"),)

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    beneficiary_id: Mapped[UUID] = mapped_column(ForeignKey("beneficiaries.id"), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    phone_proved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    status: Mapped[AccountStatus] = mapped_column(checked_enum(AccountStatus, "status"))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    password_changed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    password_reset_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    frozen_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    invited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    activated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_login_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
