"""Working days (*jours ouvrables*): Monday to Saturday, without French public holidays."""

from datetime import date, timedelta
from functools import lru_cache

SUNDAY = 7


def is_holiday(day: date) -> bool:
    """Whether it is a public holiday of mainland France."""
    return day in _holidays(day.year)


def after_working_days(day: date, count: int) -> date:
    """The last of so many working days that follow `day`."""
    while count:
        day += timedelta(days=1)
        if day.isoweekday() != SUNDAY and not is_holiday(day):
            count -= 1
    return day


@lru_cache(maxsize=8)
def _holidays(year: int) -> frozenset[date]:
    # The calendars of the world are loaded by whoever needs one.
    from holidays import country_holidays  # noqa: PLC0415

    return frozenset(country_holidays("FR", years=year))
