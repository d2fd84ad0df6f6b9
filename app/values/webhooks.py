"""Codes of what is sent to partners' webhooks."""

from enum import StrEnum

TEST = "webhook.test"
"""The kind of a delivery that a partner asked for, to see that it arrives."""


class DeliveryState(StrEnum):
    """`dead`: given up; a replay may bring it back."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


class DeliveryFailure(StrEnum):
    """Why the last attempt did not arrive."""

    ADDRESS_REFUSED = "address_refused"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    REDIRECT = "redirect"
    STATUS = "status"
