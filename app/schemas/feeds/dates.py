"""Periods that cannot be, whatever day it is."""

from datetime import date

from pydantic_core import PydanticCustomError


def not_before(value: date | None, earliest: date | None) -> date | None:
    """The day, unless it comes before what it ends.

    Raises:
        PydanticCustomError: `period`.
    """
    if value is not None and earliest is not None and value < earliest:
        raise PydanticCustomError("period", "ends before it starts")
    return value
