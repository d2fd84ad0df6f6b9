"""Kinds of what a member can ask, as the inbox tells them apart."""

from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.values.labels import Labels


class InboxKind(StrEnum):
    """What an entry of the inbox is."""

    MESSAGE = "message"
    """A thread of messages."""
    CLAIM = "claim"
    QUOTE = "quote"
    CHANGE_REQUEST = "change_request"


LABELS: Final = MappingProxyType(
    {
        InboxKind.MESSAGE: Labels("Message", "Message"),
        InboxKind.CLAIM: Labels("Demande de remboursement", "Claim"),
        InboxKind.QUOTE: Labels("Devis", "Quote"),
        InboxKind.CHANGE_REQUEST: Labels("Demande de modification", "Change request"),
    }
)
