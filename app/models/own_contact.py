"""What a family edited of the contact details that a feed had sent."""

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class OwnContact(Base):
    """The edits that stand for one person: field → what the feed had last sent of it.

    The person's row holds what was edited. It stands until the feed sends another value than that
    one; then the field is left out here, and the feed's value counts again.
    """

    __tablename__ = "own_contacts"

    beneficiary_id: Mapped[UUID] = mapped_column(ForeignKey("beneficiaries.id"), primary_key=True)
    fed: Mapped[dict[str, Any]] = mapped_column(JSON)
