"""Amounts, rates and periods as people read them, in French and in English."""

from decimal import Decimal

from app.values.labels import ENGLISH
from app.values.rule_steps import Fact

NARROW, SPACE = "\u202f", "\u00a0"
"""French puts a thin space between thousands, a fixed one before a unit."""
YEAR = 12


def euros(amount: Decimal, language: str) -> str:
    """`1 234,50 €`, `€1,234.50`."""
    if language == ENGLISH:
        return f"€{amount:,.2f}"
    return f"{amount:,.2f}".replace(",", NARROW).replace(".", ",") + f"{SPACE}€"


def percent(share: Decimal | int, language: str) -> str:
    """`70 %`, `70%`; a fraction comes as a decimal of a hundred."""
    number = f"{Decimal(share).normalize():f}"
    return f"{number}%" if language == ENGLISH else number.replace(".", ",") + f"{SPACE}%"


def period(months: int, language: str) -> str:
    """`2 ans`, `18 months`."""
    years, rest = divmod(months, YEAR)
    number, french, english = (months, "mois", "month") if rest else (years, "an", "year")
    if language == ENGLISH:
        return english if number == 1 else f"{number} {english}s"
    plural = "s" if number > 1 and french == "an" else ""
    return f"{number}{SPACE}{french}{plural}"


def fact(name: str, value: Fact, language: str) -> Fact:
    """A fact of a step as its sentence shows it."""
    if name == "rate" and isinstance(value, Decimal):
        return percent(value * 100, language)
    return euros(value, language) if isinstance(value, Decimal) else value
