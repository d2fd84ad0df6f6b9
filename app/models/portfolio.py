"""A portfolio: one insurer's brand, contracts and people, found by the request's host name."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified, Timestamped


class Portfolio(Identified, Timestamped, Base):
    """One deployment's brand and rules; `configuration` is a validated PortfolioConfiguration."""

    __tablename__ = "portfolios"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    configuration: Mapped[dict[str, Any]] = mapped_column(JSON)


class PortfolioHost(Base):
    """A host name that belongs to a portfolio; `*` is any other host, in the demo only."""

    __tablename__ = "portfolio_hosts"

    host: Mapped[str] = mapped_column(String(253), primary_key=True)
    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
