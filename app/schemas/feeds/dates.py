"""Dates that cannot be, whatever day it is."""

from datetime import date

from pydantic_core import PydanticCustomError

IMPOSSIBLE_DATE = "impossible_date"


def not_before(value: date | None, earliest: date | None) -> date | None:
    """The day, unless it comes before what it ends.

    Raises:
        PydanticCustomError: `impossible_date`.
    """
    if value is not None and earliest is not None and value < earliest:
        raise PydanticCustomError(IMPOSSIBLE_DATE, "ends before it starts")
    return value
