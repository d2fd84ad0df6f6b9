"""Options: where one stands for a person."""

from enum import StrEnum


class OptionStatus(StrEnum):
    """Whether somebody may have it, asked for it, or has it."""

    AVAILABLE = "available"
    ASKED = "asked"
    SUBSCRIBED = "subscribed"
