"""A cover: one person, one contract, one benefit level, one period."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified, Timestamped


class Cover(Identified, Timestamped, Base):
    """Rows of one person under one contract tell the history of levels.

    `terminated_on` is the day the feed announced, `ends_on` the last day covered: the portfolio
    may end cover on the last day of the month of termination.
    """

    __tablename__ = "covers"
    __table_args__ = (
        UniqueConstraint("beneficiary_id", "contract_id", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
    )

    beneficiary_id: Mapped[UUID] = mapped_column(ForeignKey("beneficiaries.id"))
    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"), index=True)
    benefit_level_id: Mapped[UUID] = mapped_column(ForeignKey("benefit_levels.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    terminated_on: Mapped[date | None]
    termination_reason: Mapped[str | None] = mapped_column(String(200))
