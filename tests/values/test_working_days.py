"""Working days, over Sundays and French public holidays."""

from datetime import date

import pytest

from app.values.working_days import after_working_days


class TestAfterWorkingDays:
    @pytest.mark.parametrize(
        ("day", "count", "expected"),
        [
            (date(2026, 3, 9), 1, date(2026, 3, 10)),
            (date(2026, 3, 14), 1, date(2026, 3, 16)),  # Saturday, then Sunday
            (date(2026, 4, 4), 1, date(2026, 4, 7)),  # Easter Monday is the 6th
            (date(2026, 12, 24), 1, date(2026, 12, 26)),  # Christmas
            (date(2026, 12, 31), 10, date(2027, 1, 13)),  # New Year's Day, and Sundays
            (date(2026, 5, 7), 0, date(2026, 5, 7)),
        ],
    )
    def test_sundays_and_holidays_do_not_count(self, day: date, count: int, expected: date) -> None:
        assert after_working_days(day, count) == expected
