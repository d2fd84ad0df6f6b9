"""Windows of time."""

from datetime import UTC, date, datetime

import pytest

from app.values.periods import (
    end_of_month,
    months_before,
    paris_date,
    rolling_year,
    shift_months,
)


class TestRollingYear:
    @pytest.mark.parametrize(
        ("today", "first"),
        [
            ("2026-11-22", "2025-11-23"),
            ("2024-02-29", "2023-03-01"),
            ("2025-02-28", "2024-02-29"),
            ("2025-03-01", "2024-03-02"),
            ("2026-12-31", "2026-01-01"),
            ("2026-01-01", "2025-01-02"),
        ],
    )
    def test_it_excludes_the_same_day_last_year_and_includes_today(
        self, today: str, first: str
    ) -> None:
        period = rolling_year(date.fromisoformat(today))
        assert (period.first.isoformat(), period.last.isoformat()) == (first, today)


class TestShiftMonths:
    @pytest.mark.parametrize(
        ("day", "months", "expected"),
        [
            ("2026-03-31", -1, "2026-02-28"),
            ("2024-03-31", -1, "2024-02-29"),
            ("2026-01-31", 1, "2026-02-28"),
            ("2026-01-15", -1, "2025-12-15"),
            ("2026-11-22", -3, "2026-08-22"),
            ("2026-11-22", 14, "2028-01-22"),
        ],
    )
    def test_short_months_end_on_their_last_day(self, day: str, months: int, expected: str) -> None:
        assert shift_months(date.fromisoformat(day), months).isoformat() == expected


class TestParisDate:
    def test_the_evening_in_utc_is_the_next_day_in_paris(self) -> None:
        assert paris_date(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == date(2026, 7, 2)
        assert paris_date(datetime(2026, 1, 1, 22, 30, tzinfo=UTC)) == date(2026, 1, 1)


class TestMonthsBefore:
    def test_calendar_months_are_counted_across_a_change_of_hour(self) -> None:
        moment = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)
        assert months_before(moment, 3) == datetime(2026, 2, 15, 11, 0, tzinfo=UTC)


class TestEndOfMonth:
    def test_cover_of_25_april_ends_on_30_april(self) -> None:
        assert end_of_month(date(2026, 4, 25)) == date(2026, 4, 30)
