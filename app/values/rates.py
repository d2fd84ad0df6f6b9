"""How often something may happen, and what is left of it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` in each window of this length."""

    name: str
    count: int
    window: timedelta

    def window_at(self, now: datetime) -> datetime:
        """The beginning of the window that `now` is in."""
        return now - (now - EPOCH) % self.window

    def seconds_left(self, now: datetime) -> int:
        """Until the next window begins."""
        return ceil((self.window_at(now) + self.window - now).total_seconds())


@dataclass(frozen=True, slots=True)
class Quota:
    """Where one subject stands in a window of a limit, after what was just counted."""

    limit: Limit
    counted: int
    seconds_left: int

    @property
    def left(self) -> int:
        """How many more may happen in this window."""
        return max(0, self.limit.count - self.counted)

    @property
    def is_exceeded(self) -> bool:
        """Whether what was just counted is one too many."""
        return self.counted > self.limit.count
