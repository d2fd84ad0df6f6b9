"""A commune, or a municipal district of Paris, Lyon or Marseille, and where it is."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base

BYTEWISE = String(80).with_variant(String(80, collation="C"), "postgresql")
"""A text whose order is that of its bytes on both databases: prefixes are stretches of an index."""


class Commune(Base):
    """By its INSEE code; `place_key` is its name in comparable form."""

    __tablename__ = "communes"
    __table_args__ = (
        CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="position"),
        Index(None, "place_key"),
    )

    insee_code: Mapped[str] = mapped_column(String(5), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    place_key: Mapped[str] = mapped_column(BYTEWISE)
    postal_codes: Mapped[str] = mapped_column(String(200))
    population: Mapped[int]
    lat: Mapped[float]
    lon: Mapped[float]
    approximate: Mapped[bool]
    loaded_at: Mapped[datetime] = mapped_column(UTCDateTime)


class CommunePostalCode(Base):
    """A postal code of a commune; each may have several of the other."""

    __tablename__ = "commune_postal_codes"

    postal_code: Mapped[str] = mapped_column(
        String(5).with_variant(String(5, collation="C"), "postgresql"), primary_key=True
    )
    insee_code: Mapped[str] = mapped_column(
        ForeignKey("communes.insee_code"), primary_key=True, index=True
    )
