"""Column types that mean the same on SQLite and on PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Numeric
from sqlalchemy.types import TypeDecorator, TypeEngine


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC; a naive one is refused. SQLite keeps it naive, in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments, which would silently mean another time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give the zone back that SQLite does not keep."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class FixedPoint(TypeDecorator[Decimal]):
    """An exact decimal: `NUMERIC`, or a whole number of its last digit on SQLite, which has none.

    Sums and comparisons of columns are exact on both; constants other than zero are not portable.
    """

    impl = Numeric
    cache_ok = True

    def __init__(self, precision: int, scale: int) -> None:
        super().__init__(precision, scale)
        self.digits, self.scale = precision, scale

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Whole numbers where the database has no exact decimal."""
        return dialect.type_descriptor(
            BigInteger() if dialect.name == "sqlite" else Numeric(self.digits, self.scale)
        )

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """The value in its last digit's unit, on SQLite; the driver's own decimals elsewhere."""
        if dialect.name != "sqlite":
            return None
        return lambda value: (
            None if value is None else int(value.scaleb(self.scale).to_integral_exact())
        )

    def result_processor(self, dialect: Dialect, _coltype: object) -> Callable[[Any], Any] | None:
        """The decimal back, with all its digits; nothing to do, cell by cell, elsewhere."""
        if dialect.name != "sqlite":
            return None
        return lambda value: None if value is None else Decimal(value).scaleb(-self.scale)


EUROS = FixedPoint(12, 2)
"""Euros to the cent."""

RATE = FixedPoint(5, 4)
"""A rate as a fraction: 0.7000 is 70 %."""
