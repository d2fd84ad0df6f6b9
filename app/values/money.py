"""Euros: two decimals, half-up to the cent."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
AMOUNT_PATTERN = r"^[0-9]{1,10}\.[0-9]{2}$"
"""An amount as feeds send it: never negative, two decimals always, ASCII digits."""


def to_cents(amount: Decimal) -> Decimal:
    """The amount rounded half-up to the cent, as every product of the calculation is."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
