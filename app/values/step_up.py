"""Why a second factor is asked for: these three triggers and no others."""

from datetime import datetime, timedelta
from enum import StrEnum

from app.values.periods import months_before

INACTIVE_MONTHS = 3
NETWORK_MEMORY = timedelta(days=400)
"""How long a network stays known after it was last seen: longer than the months of inactivity,
so that inactivity is its own trigger."""


class StepUpReason(StrEnum):
    """A browser or app we do not know, an address we do not know, three months without login."""

    NEW_DEVICE = "new_device"
    NEW_IP = "new_ip"
    INACTIVITY = "inactivity"


def is_inactive(last_login_at: datetime | None, now: datetime) -> bool:
    """Whether the last login lies three calendar months back, or more."""
    return last_login_at is not None and last_login_at <= months_before(now, INACTIVE_MONTHS)
