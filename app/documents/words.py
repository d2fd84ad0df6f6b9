"""How days, amounts and rates are written in French documents."""

from datetime import date
from decimal import Decimal

NBSP = "\u00a0"


def french_date(day: date) -> str:
    """Day, month, year, as on every French card."""
    return f"{day:%d/%m/%Y}"


def amount(euros: Decimal) -> str:
    """Two decimals after a comma, thousands apart: `1 234,56`; the column says they are euros."""
    return f"{euros:,.2f}".replace(",", NBSP).replace(".", ",")


def euros(value: Decimal) -> str:
    """An amount with its unit: `1 234,56 €`."""
    return f"{amount(value)}{NBSP}€"


def percent(rate: Decimal) -> str:
    """A rate as people say it: `70 %`, `62,5 %`."""
    number = f"{rate * 100:.2f}".rstrip("0").rstrip(".")
    return f"{number.replace('.', ',')}{NBSP}%"
