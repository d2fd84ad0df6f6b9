"""Kinds of what a member can ask, as the inbox tells them apart."""

from enum import StrEnum


class InboxKind(StrEnum):
    """What an entry of the inbox is."""

    MESSAGE = "message"
    """A thread of messages."""
    CLAIM = "claim"
    QUOTE = "quote"
    CHANGE_REQUEST = "change_request"
