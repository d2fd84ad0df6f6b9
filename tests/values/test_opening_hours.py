"""When a phone line answers."""

from datetime import UTC, datetime, time

import pytest

from app.values.opening_hours import OpeningHours, is_open, next_opening

HOURS = [OpeningHours([1, 2, 3, 4, 5], time(8, 30), time(18))]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class TestIsOpen:
    @pytest.mark.parametrize(
        ("moment", "expected"),
        [
            ("2026-03-16 07:29:59", False),  # Monday 8:29:59 in Paris, winter time
            ("2026-03-16 07:30", True),
            ("2026-03-16 16:59:59", True),
            ("2026-03-16 17:00", False),
            ("2026-07-15 06:30", True),  # summer time
            ("2026-07-14 10:00", False),  # national holiday, a Tuesday
            ("2026-04-06 10:00", False),  # Easter Monday
            ("2026-05-14 10:00", False),  # Ascension
            ("2026-03-14 10:00", False),  # Saturday
        ],
    )
    def test_by_the_clock_of_paris_and_its_holidays(self, moment: str, *, expected: bool) -> None:
        assert is_open(HOURS, at(moment)) is expected


class TestNextOpening:
    @pytest.mark.parametrize(
        ("moment", "opens"),
        [
            ("2026-03-13 17:00", "2026-03-16 07:30"),
            ("2026-03-16 05:00", "2026-03-16 07:30"),
            ("2026-04-30 17:00", "2026-05-04 06:30"),
            ("2026-03-27 18:00", "2026-03-30 06:30"),
        ],
    )
    def test_after_weekends_holidays_and_changes_of_the_hour(self, moment: str, opens: str) -> None:
        assert next_opening(HOURS, at(moment)) == at(opens)

    def test_never_without_hours(self) -> None:
        assert next_opening([], at("2026-03-16 10:00")) is None
