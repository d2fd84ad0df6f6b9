"""Why a second factor is asked for: these three triggers and no others."""

from datetime import datetime, timedelta
from enum import StrEnum

from app.values.periods import months_before

INACTIVE_MONTHS = 3
NETWORK_MEMORY = timedelta(days=400)
"""How long a network stays known after it was last seen: longer than the months of inactivity,
so that inactivity is its own trigger."""


FRESH = timedelta(minutes=15)
"""How long a second factor opens what changes the account or discloses most."""


class StepUpReason(StrEnum):
    """A browser or app we do not know, an address we do not know, three months without login."""

    NEW_DEVICE = "new_device"
    NEW_IP = "new_ip"
    INACTIVITY = "inactivity"


def is_inactive(last_login_at: datetime | None, now: datetime) -> bool:
    """Whether the last login lies three calendar months back, or more."""
    return last_login_at is not None and last_login_at <= months_before(now, INACTIVE_MONTHS)


def is_fresh(second_factor_at: datetime | None, now: datetime) -> bool:
    """Whether the second factor was shown in the last quarter of an hour (RFC 9470)."""
    return second_factor_at is not None and now - second_factor_at <= FRESH
