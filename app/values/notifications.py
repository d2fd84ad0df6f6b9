"""What members are told of outside their space, and how; notices of security always leave."""

from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.values.labels import Labels


class NotificationTopic(StrEnum):
    """What a notice is about."""

    MESSAGES = "messages"
    """The administrator wrote."""
    REQUESTS = "requests"
    """Something that was asked has moved."""


class NotificationChannel(StrEnum):
    """How it leaves."""

    EMAIL = "email"
    SMS = "sms"
    NONE = "none"
    """Not at all: it is read in the member space alone."""


DEFAULT_CHANNEL: Final = NotificationChannel.EMAIL
TOPIC_LABELS: Final = MappingProxyType(
    {
        NotificationTopic.MESSAGES: Labels("Réponses à mes messages", "Answers to my messages"),
        NotificationTopic.REQUESTS: Labels("Suivi de mes demandes", "Progress of my requests"),
    }
)
