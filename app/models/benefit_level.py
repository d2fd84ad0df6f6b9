"""A level of cover (*niveau de garanties*) that contracts offer."""

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified, Timestamped


class BenefitLevel(Identified, Timestamped, Base):
    """Name of the level and what its card grants to the providers, domain by domain.

    `third_party_payment` is an ordered list of `{"domain": "PHAR", "value": "100 %"}`.
    """

    __tablename__ = "benefit_levels"
    __table_args__ = (UniqueConstraint("portfolio_id", "ref"),)

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    ref: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(120))
    third_party_payment: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    feed_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
