"""When a phone line answers: by day of the week in Europe/Paris, closed on French holidays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.values.working_days import is_holiday

PARIS = ZoneInfo("Europe/Paris")
LOOKED_AHEAD = 14
"""Days: no run of holidays and closed days is longer."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Days from 1, Monday, to 7; `closes` is the first moment nobody answers any more."""

    days: Sequence[int]
    opens: time
    closes: time


def is_open(hours: Sequence[OpeningHours], now: datetime) -> bool:
    """Whether the line answers at this moment."""
    local = now.astimezone(PARIS)
    return any(one.opens <= local.time() < one.closes for one in _of_day(hours, local.date()))


def next_opening(hours: Sequence[OpeningHours], now: datetime) -> datetime | None:
    """The next moment after `now` at which the line begins to answer; None without any hours."""
    local = now.astimezone(PARIS)
    for ahead in range(LOOKED_AHEAD + 1):
        day = local.date() + timedelta(days=ahead)
        moments = sorted(datetime.combine(day, one.opens, PARIS) for one in _of_day(hours, day))
        for moment in moments:
            if moment > local:
                return moment
    return None


def _of_day(hours: Sequence[OpeningHours], day: date) -> list[OpeningHours]:
    if is_holiday(day):
        return []
    return [one for one in hours if day.isoweekday() in one.days]
