"""The product's clock, the only one that services and repositories may read."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from app.values.periods import paris_date


class Clock(Protocol):
    """Tells the time; every rule about time asks it."""

    def now(self) -> datetime:
        """The moment it is, aware, in UTC."""

    def today(self) -> date:
        """The day it is in Europe/Paris."""


class SystemClock:
    """The machine's clock; the demo may move it to try what months change."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def now(self) -> datetime:
        """The machine's time plus the offset."""
        return datetime.now(UTC) + self.offset

    def today(self) -> date:
        """The day it is in Europe/Paris."""
        return paris_date(self.now())
