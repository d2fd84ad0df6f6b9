"""What a portfolio publishes: services, articles, help, legal notice, links, knowledge."""

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified, Timestamped
from app.models.columns import checked_enum
from app.values.content import ContentKind


class ContentItem(Identified, Timestamped, Base):
    """One published text. `ref` is its slug; `document` has the fields of its kind's feed."""

    __tablename__ = "content_items"
    __table_args__ = (
        UniqueConstraint("portfolio_id", "kind", "ref"),
        Index(None, "portfolio_id", "kind", "position", "ref"),
    )

    portfolio_id: Mapped[UUID] = mapped_column(ForeignKey("portfolios.id"))
    kind: Mapped[ContentKind] = mapped_column(checked_enum(ContentKind, "kind"))
    ref: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]
    published: Mapped[bool]
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    feed_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
