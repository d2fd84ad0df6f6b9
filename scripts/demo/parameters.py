"""National parameters with the day each value begins, and the flat deductions they make.

Sources: the medical agreement of 2024 (consultation 30 € from 2024-12-22), the decrees on the
*franchise* (2024-03-31) and the *participation forfaitaire* (2024-05-15), the order on the
hospital day charge (2026-03-01), *100 % Santé* baskets. Other prices are plausible, no more.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from scripts.demo.calculator import ZERO

ADULT = 18
YEARLY_CAP = Decimal("50.00")


@dataclass(frozen=True)
class Dated:
    """A value that changes on given days."""

    steps: tuple[tuple[date, Decimal], ...]

    def on(self, day: date) -> Decimal:
        return [value for since, value in self.steps if since <= day][-1]


def dated(first: str, *changes: tuple[str, str]) -> Dated:
    """`dated("26.50", ("2024-12-22", "30.00"))`."""
    steps = [(date.min, Decimal(first))]
    steps += [(date.fromisoformat(day), Decimal(value)) for day, value in changes]
    return Dated(tuple(steps))


GENERAL_PRACTITIONER = dated("26.50", ("2024-12-22", "30.00"))
PHYSIOTHERAPY_SESSION = dated("16.13", ("2024-02-22", "16.58"))
HOSPITAL_DAY = dated("20.00", ("2026-03-01", "23.00"))

DEDUCTIONS = {
    "participation": dated("1.00", ("2024-05-15", "2.00")),
    "box": dated("0.50", ("2024-03-31", "1.00")),
    "paramedical": dated("0.50", ("2024-03-31", "1.00")),
    "transport": dated("2.00", ("2024-03-31", "4.00")),
}
UNITS_A_DAY = {"participation": 4, "paramedical": 4, "transport": 2}
"""Daily caps (participation: with one professional) are so many times the unit."""


def age_on(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


@dataclass
class FlatDeductions:
    """What one person has left to bear this year; minors bear nothing.

    The participation and the three *franchises* each stop at 50 € a calendar year.
    """

    birth: date
    _spent: dict[tuple[object, ...], Decimal] = field(default_factory=dict)

    def take(self, kind: str, day: date, provider: str, units: int, gross: Decimal) -> Decimal:
        """The deduction of one line, at most its statutory gross; counted at once."""
        if age_on(self.birth, day) < ADULT:
            return ZERO
        unit = DEDUCTIONS[kind].on(day)
        yearly = ("participation" if kind == "participation" else "franchise", day.year)
        room = YEARLY_CAP - self._spent.get(yearly, ZERO)
        daily = (kind, day, provider if kind == "participation" else "")
        if kind in UNITS_A_DAY:
            room = min(room, unit * UNITS_A_DAY[kind] - self._spent.get(daily, ZERO))
        taken = max(min(unit * units, gross, room), ZERO)
        for counter in (yearly, daily):
            self._spent[counter] = self._spent.get(counter, ZERO) + taken
        return taken
