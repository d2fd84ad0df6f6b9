"""The member (*assuré*): the person around whom a family is covered."""

from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified, Timestamped


class Member(Identified, Timestamped, Base):
    """A family: everything of a member and of the beneficiaries hangs on this key."""

    __tablename__ = "members"
    __table_args__ = (
        UniqueConstraint("portfolio_id", "ref"),
        UniqueConstraint("portfolio_id", "member_number"),
    )

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    ref: Mapped[str] = mapped_column(String(64))
    member_number: Mapped[str] = mapped_column(String(16))
    feed_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
