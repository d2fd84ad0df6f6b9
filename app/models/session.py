"""Sessions of members, their refresh tokens, the devices and networks they are known from."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified, Timestamped
from app.models.columns import checked_enum
from app.values.sessions import Assurance, ClientKind


class Device(Identified, Timestamped, Base):
    """A browser or app that passed a second factor; its secret is kept hashed."""

    __tablename__ = "devices"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    user_agent: Mapped[str | None] = mapped_column(String(200))
    last_used_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class KnownNetwork(Identified, Base):
    """A network (exact IPv4, IPv6 /64) an account was confirmed from."""

    __tablename__ = "known_networks"
    __table_args__ = (UniqueConstraint("account_id", "network"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    network: Mapped[str] = mapped_column(String(50))
    last_seen_at: Mapped[datetime] = mapped_column(UTCDateTime)


class MemberSession(Identified, Timestamped, Base):
    """A session: one family of refresh tokens, of which `generation` is the live head.

    Each token is derived, with a key outside the database, from the session's id and the
    generation, so that parallel refreshes within the grace all receive the same successor.
    """

    __tablename__ = "member_sessions"
    __table_args__ = (CheckConstraint("generation >= 0", name="generation"),)

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.id"))
    client: Mapped[ClientKind] = mapped_column(checked_enum(ClientKind, "client"))
    acr: Mapped[Assurance] = mapped_column(checked_enum(Assurance, "acr"))
    amr: Mapped[list[Any]] = mapped_column(JSON)
    authenticated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    second_factor_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    network: Mapped[str | None] = mapped_column(String(50))
    user_agent: Mapped[str | None] = mapped_column(String(200))
    generation: Mapped[int]
    rotated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    idle_expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    end_reason: Mapped[str | None] = mapped_column(String(40))


class RefreshToken(Base):
    """Every token a family ever issued, hashed, so that any reuse is recognised."""

    __tablename__ = "refresh_tokens"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("member_sessions.id"), index=True)
    generation: Mapped[int]
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime)
