"""Second factors that members enrol, and their recovery codes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.database.types import UTCDateTime
from app.models.base import Base, Identified, Timestamped
from app.models.columns import checked_enum
from app.values.second_factors import FactorKind


class SecondFactor(Identified, Timestamped, Base):
    """An authenticator app (`totp`) or a passkey; of use once `confirmed_at` is set.

    `last_timecode` is the last 30-second step a TOTP was accepted for: a step passes once. A
    passkey's `sign_count` is its own counter, kept to notice a copy.
    """

    __tablename__ = "second_factors"
    __table_args__ = (
        CheckConstraint("(kind = 'totp') = (secret_sealed IS NOT NULL)", name="secret"),
        UniqueConstraint("credential_id"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    kind: Mapped[FactorKind] = mapped_column(checked_enum(FactorKind, "kind"))
    name: Mapped[str] = mapped_column(String(80))
    secret_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    last_timecode: Mapped[int | None] = mapped_column(BigInteger)
    credential_id: Mapped[bytes | None] = mapped_column(LargeBinary)
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    sign_count: Mapped[int | None] = mapped_column(BigInteger)
    transports: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class RecoveryCode(Identified, Base):
    """A code kept on paper for the day nothing else is at hand: hashed, used once."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
