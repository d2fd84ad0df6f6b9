"""A guarantee (*garantie*): what a level of cover pays for one kind of care."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import EUROS
from app.models.base import Base, Identified
from app.models.columns import checked_enum
from app.values.benefits import BenefitForm
from app.values.care_categories import CareCategory


class Benefit(Identified, Base):
    """One line of a level's grid: the form of the guarantee with its parameters, as data.

    `code` is the family or basket of acts it pays for; one code may follow another in time.
    Amounts in euros for one unit of an act. `renewal_quantity` pieces in any `renewal_months`.
    """

    __tablename__ = "benefits"
    __table_args__ = (
        UniqueConstraint("benefit_level_id", "position"),
        CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="period"
        ),
        CheckConstraint("renewal_months IS NULL OR renewal_months > 0", name="renewal_months"),
        CheckConstraint("renewal_quantity >= 1", name="renewal_quantity"),
        CheckConstraint(
            "(form = 'percent_of_base_statutory_included') = (percent IS NOT NULL)", name="percent"
        ),
        CheckConstraint(
            "(form = 'full_within_basket_ceiling') = (ceiling IS NOT NULL)", name="ceiling"
        ),
        CheckConstraint("(form = 'sessions_per_year') = (sessions IS NOT NULL)", name="sessions"),
        CheckConstraint(
            "(form IN ('percent_of_base_statutory_included', 'actual_cost', "
            "'full_within_basket_ceiling')) = (amount IS NULL)",
            name="amount",
        ),
        CheckConstraint(
            "frame_ceiling IS NULL OR form = 'amount_per_equipment_statutory_included'",
            name="frame_ceiling",
        ),
    )

    benefit_level_id: Mapped[UUID] = mapped_column(
        ForeignKey("benefit_levels.id", ondelete="CASCADE")
    )
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    category: Mapped[CareCategory] = mapped_column(checked_enum(CareCategory, "category"))
    label_fr: Mapped[str] = mapped_column(String(200))
    label_en: Mapped[str] = mapped_column(String(200))
    form: Mapped[BenefitForm] = mapped_column(checked_enum(BenefitForm, "form"))
    percent: Mapped[int | None]
    amount: Mapped[Decimal | None] = mapped_column(EUROS)
    ceiling: Mapped[Decimal | None] = mapped_column(EUROS)
    frame_ceiling: Mapped[Decimal | None] = mapped_column(EUROS)
    sessions: Mapped[int | None]
    renewal_months: Mapped[int | None]
    renewal_quantity: Mapped[int]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
