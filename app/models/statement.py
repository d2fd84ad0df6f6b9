"""Statements (*décomptes*) and their lines."""

from datetime import date
from decimal import Decimal
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

from app.database.types import EUROS, RATE
from app.models.base import Base, Identified, Timestamped
from app.models.columns import checked_enum
from app.values.care_categories import CareCategory
from app.values.statements import Payee, StatementSource


class Statement(Identified, Timestamped, Base):
    """A statement; its totals equal the sums of its lines, checked when it comes in."""

    __tablename__ = "statements"
    __table_args__ = (
        UniqueConstraint("portfolio_id", "ref"),
        Index(None, "member_id", "issued_on", "id"),
    )

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"))
    ref: Mapped[str] = mapped_column(String(64))
    issued_on: Mapped[date]
    source: Mapped[StatementSource] = mapped_column(checked_enum(StatementSource, "source"))
    total_spent: Mapped[Decimal] = mapped_column(EUROS)
    total_statutory: Mapped[Decimal] = mapped_column(EUROS)
    total_other_insurer: Mapped[Decimal] = mapped_column(EUROS)
    total_complementary: Mapped[Decimal] = mapped_column(EUROS)
    total_left_to_pay: Mapped[Decimal] = mapped_column(EUROS)
    feed_hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class StatementLine(Identified, Base):
    """One act on a statement. Amounts in euros, the rate as a fraction (0.70 is 70 %).

    `member_id` repeats the statement's so that lines are found, and paged, without a join.
    """

    __tablename__ = "statement_lines"
    __table_args__ = (
        UniqueConstraint("statement_id", "position"),
        Index(None, "member_id", "care_date", "id"),
        CheckConstraint("quantity >= 1", name="quantity"),
        CheckConstraint("spent >= 0 AND complementary >= 0 AND left_to_pay >= 0", name="amounts"),
        CheckConstraint(
            "left_to_pay = spent - statutory_net - other_insurer - complementary", name="balance"
        ),
        CheckConstraint("statutory_net = statutory_gross - flat_deduction", name="statutory"),
    )

    statement_id: Mapped[UUID] = mapped_column(ForeignKey("statements.id", ondelete="CASCADE"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"))
    beneficiary_id: Mapped[UUID] = mapped_column(ForeignKey("beneficiaries.id"))
    position: Mapped[int]
    care_date: Mapped[date]
    category: Mapped[CareCategory] = mapped_column(checked_enum(CareCategory, "category"))
    act_code: Mapped[str] = mapped_column(String(20))
    act_label: Mapped[str] = mapped_column(String(200))
    act_family: Mapped[str | None] = mapped_column(String(60))
    quantity: Mapped[int]
    provider_name: Mapped[str | None] = mapped_column(String(200))
    provider_rpps: Mapped[str | None] = mapped_column(String(11))
    provider_finess: Mapped[str | None] = mapped_column(String(9))
    spent: Mapped[Decimal] = mapped_column(EUROS)
    base: Mapped[Decimal | None] = mapped_column(EUROS)
    statutory_rate: Mapped[Decimal | None] = mapped_column(RATE)
    statutory_gross: Mapped[Decimal] = mapped_column(EUROS)
    flat_deduction: Mapped[Decimal] = mapped_column(EUROS)
    statutory_net: Mapped[Decimal] = mapped_column(EUROS)
    other_insurer: Mapped[Decimal] = mapped_column(EUROS)
    complementary: Mapped[Decimal] = mapped_column(EUROS)
    left_to_pay: Mapped[Decimal] = mapped_column(EUROS)
    payee: Mapped[Payee] = mapped_column(checked_enum(Payee, "payee"))
    third_party_payment: Mapped[bool]
    paid_on: Mapped[date | None]
    payment_reference: Mapped[str | None] = mapped_column(String(60))
    source: Mapped[StatementSource] = mapped_column(checked_enum(StatementSource, "source"))
    rule_trace: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
