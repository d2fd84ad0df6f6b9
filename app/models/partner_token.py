"""API tokens of partners: hashed, scoped, bound to a portfolio, never shown twice."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified


class PartnerToken(Identified, Base):
    """A token lives at most 365 days; `employer_ref` restricts it to one employer's contracts.

    A rotated token has its successor's `lineage`: of one lineage at most two are live.
    """

    __tablename__ = "partner_tokens"

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"), index=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    lineage: Mapped[UUID | None] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(80))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    scopes: Mapped[list[Any]] = mapped_column(JSON)
    employer_ref: Mapped[str | None] = mapped_column(String(64))
    networks: Mapped[list[Any] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
