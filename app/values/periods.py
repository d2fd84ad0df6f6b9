"""Windows of time that the field counts in: rolling months, calendar months, month ends."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date


def paris_date(moment: datetime) -> date:
    """The day it is in Europe/Paris at that moment: care dates and covers count in it."""
    return moment.astimezone(PARIS).date()


def shift_months(day: date, months: int) -> date:
    """The same day some months away, or the last day of that month when it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def age_on(birth_date: date, day: date) -> int:
    """Age in whole years; who was born on 29 February turns on 1 March of a year without it."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def calendar_year(day: date) -> Period:
    """The year of the day, from 1 January to 31 December."""
    return Period(date(day.year, 1, 1), date(day.year, 12, 31))


def rolling_year(today: date) -> Period:
    """Twelve months: from the same day last year (excluded) to today (included).

    On 29 February the same day last year is 28 February.
    """
    return Period(shift_months(today, -12) + timedelta(days=1), today)


def month_start_from(day: date) -> date:
    """The first day of a month that is that day or the next to come."""
    return day if day.day == 1 else shift_months(day.replace(day=1), 1)


def end_of_month(day: date) -> date:
    """The last day of that day's month; HCR cover ends there (25 April → 30 April)."""
    return date(day.year, day.month, monthrange(day.year, day.month)[1])


def months_before(moment: datetime, months: int) -> datetime:
    """The moment so many calendar months earlier, counted in Europe/Paris."""
    local = moment.astimezone(PARIS)
    day = shift_months(local.date(), -months)
    return datetime.combine(day, local.timetz()).astimezone(UTC)
