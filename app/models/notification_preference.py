"""How account holders want to be told."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base
from app.models.columns import checked_enum
from app.values.notifications import NotificationChannel, NotificationTopic


class NotificationPreference(Base):
    """The channel of one topic; who never chose has no row, which is e-mail."""

    __tablename__ = "notification_preferences"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    topic: Mapped[NotificationTopic] = mapped_column(
        checked_enum(NotificationTopic, "topic"), primary_key=True
    )
    channel: Mapped[NotificationChannel] = mapped_column(
        checked_enum(NotificationChannel, "channel")
    )
