"""Codes of messages that leave."""

from enum import StrEnum


class OutboxChannel(StrEnum):
    """The gateway a message leaves through."""

    EMAIL = "email"
    SMS = "sms"


class OutboxState(StrEnum):
    """`dead`: refused for good, or too late to be of use."""

    PENDING = "pending"
    SENT = "sent"
    DEAD = "dead"
