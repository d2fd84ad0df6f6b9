"""A clock that tests move."""

from datetime import UTC, datetime, timedelta

from app.gateways.clock import SystemClock
from app.values.periods import PARIS


class AdjustableClock(SystemClock):
    """Runs like the machine's, from a moment tests may choose."""

    def advance(self, **duration: float) -> None:
        """Let time pass: `clock.advance(days=3)`."""
        self.offset += timedelta(**duration)

    def set_to(self, moment: str) -> None:
        """Jump to a Paris wall-clock time: `clock.set_to("2024-02-29 12:00")`."""
        target = datetime.fromisoformat(moment).replace(tzinfo=PARIS)
        self.offset += target - datetime.now(UTC) - self.offset
