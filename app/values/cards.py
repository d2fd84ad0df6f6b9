"""Words of card numbers."""

from enum import StrEnum


class CardLoss(StrEnum):
    """Why a card was replaced."""

    LOST = "lost"
    """It cannot be found."""
    STOLEN = "stolen"
    """Somebody took it."""
    DAMAGED = "damaged"
    """It cannot be read any more."""
