"""A tariff: an act, a flat deduction or a renewal period, valid from a day on."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import EUROS, RATE
from app.models.base import Base, Identified, Timestamped
from app.models.columns import checked_enum
from app.values.care_categories import CareCategory
from app.values.tariffs import ActUnit, FlatDeduction, TariffKind


class Tariff(Identified, Timestamped, Base):
    """What the law or an agreement sets, as data: it holds until the next one of its code begins.

    Amounts in euros for one unit, rates as fractions. An act is named by `code`; `act_code` is
    what statement lines bear, `benefit_code` the guarantee that pays for it.
    """

    __tablename__ = "tariffs"
    __table_args__ = (
        UniqueConstraint("portfolio_id", "ref"),
        UniqueConstraint("portfolio_id", "code", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        CheckConstraint(
            "kind <> 'act' OR (category IS NOT NULL AND act_code IS NOT NULL "
            "AND benefit_code IS NOT NULL AND unit IS NOT NULL)",
            name="act",
        ),
        CheckConstraint(
            "kind <> 'flat_deduction' OR (deduction IS NOT NULL AND amount IS NOT NULL)",
            name="flat_deduction",
        ),
        CheckConstraint(
            "kind <> 'renewal' OR (category IS NOT NULL AND months IS NOT NULL)", name="renewal"
        ),
    )

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    ref: Mapped[str] = mapped_column(String(64))
    kind: Mapped[TariffKind] = mapped_column(checked_enum(TariffKind, "kind"))
    code: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    label_fr: Mapped[str] = mapped_column(String(200))
    label_en: Mapped[str] = mapped_column(String(200))
    category: Mapped[CareCategory | None] = mapped_column(checked_enum(CareCategory, "category"))
    act_code: Mapped[str | None] = mapped_column(String(20))
    benefit_code: Mapped[str | None] = mapped_column(String(40))
    unit: Mapped[ActUnit | None] = mapped_column(checked_enum(ActUnit, "unit"))
    deduction: Mapped[FlatDeduction | None] = mapped_column(
        checked_enum(FlatDeduction, "deduction")
    )
    base: Mapped[Decimal | None] = mapped_column(EUROS)
    statutory_rate: Mapped[Decimal | None] = mapped_column(RATE)
    outside_rate: Mapped[Decimal | None] = mapped_column(RATE)
    price: Mapped[Decimal | None] = mapped_column(EUROS)
    ceiling: Mapped[Decimal | None] = mapped_column(EUROS)
    frame_ceiling: Mapped[Decimal | None] = mapped_column(EUROS)
    amount: Mapped[Decimal | None] = mapped_column(EUROS)
    daily_cap: Mapped[Decimal | None] = mapped_column(EUROS)
    yearly_cap: Mapped[Decimal | None] = mapped_column(EUROS)
    from_age: Mapped[int | None]
    months: Mapped[int | None]
    months_by_age: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    feed_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
