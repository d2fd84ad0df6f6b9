"""Where a contract or a cover stands on a day."""

from datetime import date
from enum import StrEnum


class ContractStatus(StrEnum):
    """Of a period, on the day it is read."""

    UPCOMING = "upcoming"
    IN_FORCE = "in_force"
    ENDED = "ended"


def status_on(day: date, starts_on: date, ends_on: date | None) -> ContractStatus:
    """Where a period stands; both its days belong to it."""
    if day < starts_on:
        return ContractStatus.UPCOMING
    return ContractStatus.ENDED if ends_on and ends_on < day else ContractStatus.IN_FORCE
