"""A health professional at one place of work, or an establishment, and what it offers where."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified, Timestamped
from app.models.columns import checked_enum
from app.values.providers import ProviderSource


class Provider(Identified, Timestamped, Base):
    """Public, and the same for every portfolio; `source_key` names it in its directory.

    One that left its directory stays, `retired_at` that day, and finds its id again if it returns.
    """

    __tablename__ = "providers"
    __table_args__ = (
        UniqueConstraint("source", "source_key"),
        CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="position"),
    )

    source: Mapped[ProviderSource] = mapped_column(checked_enum(ProviderSource, "source"))
    source_key: Mapped[str] = mapped_column(String(80))
    rpps: Mapped[str | None] = mapped_column(String(11))
    finess: Mapped[str | None] = mapped_column(String(9))
    name: Mapped[str] = mapped_column(String(200))
    structure_name: Mapped[str | None] = mapped_column(String(200))
    street: Mapped[str | None] = mapped_column(String(200))
    postal_code: Mapped[str | None] = mapped_column(String(5))
    city: Mapped[str | None] = mapped_column(String(80))
    phone: Mapped[str | None] = mapped_column(String(30))
    lat: Mapped[float]
    lon: Mapped[float]
    approximate: Mapped[bool]
    digest: Mapped[bytes] = mapped_column(LargeBinary(16))
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ProviderSpecialty(Base):
    """One speciality that a provider offers, and where: what searches read, and nothing else.

    `x`, `y` and `z` are centimetres from the centre of the Earth, `cell` a place on a curve through
    it (`app/values/geography.py`). The index holds every column: a search reads no table.
    """

    __tablename__ = "provider_specialties"
    __table_args__ = (Index(None, "specialty", "cell", "x", "y", "z", "provider_id"),)

    provider_id: Mapped[UUID] = mapped_column(ForeignKey("providers.id"), primary_key=True)
    specialty: Mapped[str] = mapped_column(String(40), primary_key=True)
    cell: Mapped[int] = mapped_column(BigInteger)
    x: Mapped[int]
    y: Mapped[int]
    z: Mapped[int]


class ProviderAgreement(Identified, Timestamped, Base):
    """Whether a provider spares a portfolio's members the advance of costs, as the partner says.

    By one number of the national directories: what the directories bring anew changes nothing here.
    """

    __tablename__ = "provider_agreements"
    __table_args__ = (
        UniqueConstraint("portfolio_id", "ref"),
        UniqueConstraint("portfolio_id", "rpps"),
        UniqueConstraint("portfolio_id", "finess"),
        CheckConstraint("(rpps IS NULL) <> (finess IS NULL)", name="number"),
    )

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    ref: Mapped[str] = mapped_column(String(64))
    rpps: Mapped[str | None] = mapped_column(String(11))
    finess: Mapped[str | None] = mapped_column(String(9))
    third_party_payment: Mapped[bool]
    feed_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
