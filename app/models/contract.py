"""An employer's group contract, as the affiliation feed describes it."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified, Timestamped


class Contract(Identified, Timestamped, Base):
    """Contract of an employer, with what its third-party-payment card prints."""

    __tablename__ = "contracts"
    __table_args__ = (
        UniqueConstraint("portfolio_id", "ref"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
    )

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    ref: Mapped[str] = mapped_column(String(64))
    number: Mapped[str] = mapped_column(String(40))
    employer_ref: Mapped[str] = mapped_column(String(64), index=True)
    employer_name: Mapped[str] = mapped_column(String(200))
    employer_siret: Mapped[str | None] = mapped_column(String(14))
    insurer: Mapped[str] = mapped_column(String(120))
    manager: Mapped[str] = mapped_column(String(120))
    responsible: Mapped[bool]
    amc_number: Mapped[str] = mapped_column(String(10))
    convention_type: Mapped[str] = mapped_column(String(10))
    routing_code: Mapped[str] = mapped_column(String(20))
    operator: Mapped[str | None] = mapped_column(String(60))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    feed_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
