"""Covered persons: the member (`self`) and the dependents (*ayants droit*)."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified, Timestamped
from app.models.columns import checked_enum
from app.values.relationships import Relationship


class Beneficiary(Identified, Timestamped, Base):
    """A person covered in a member's family; the member is one of them.

    The NIR is sealed with the row's id as associated data; its keyed index serves one purpose,
    finding the person whose statements the NOEMIE feed brings. E-mail, phone and address are
    contact details from the feed: destinations of codes live in the account, once proved.
    `covered_until` is the last day covered, once every cover has one: who left before the member.
    """

    __tablename__ = "beneficiaries"
    __table_args__ = (
        UniqueConstraint("portfolio_id", "ref"),
        UniqueConstraint("member_id", "rank"),
        CheckConstraint("rank >= 1", name="rank"),
        Index(None, "portfolio_id", "nir_index"),
        Index(None, "portfolio_id", "covered_until"),
    )

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"))
    ref: Mapped[str] = mapped_column(String(64))
    relationship: Mapped[Relationship] = mapped_column(checked_enum(Relationship, "relationship"))
    rank: Mapped[int]
    last_name: Mapped[str] = mapped_column(String(120))
    first_name: Mapped[str] = mapped_column(String(120))
    birth_date: Mapped[date]
    nir_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    nir_index: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    amo_organism: Mapped[str | None] = mapped_column(String(9))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    address: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    card_payload_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    covered_until: Mapped[date | None]
    feed_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
