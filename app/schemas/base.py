"""Shared shapes: strict bodies, closed answers, texts, money, pages."""

import re
import unicodedata
from decimal import Decimal
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")


def _refuse_unstorable(text: str) -> str:
    """NUL and lone surrogates are valid JSON that no database stores."""
    if UNSTORABLE.search(text):
        raise ValueError("unstorable characters")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _clean_line(text: str) -> str:
    # One call instead of two: feeds validate millions of these, most of them plain ASCII.
    if text.isascii() and text.isprintable():
        return text
    if CONTROLS.search(text):
        raise ValueError("control characters")
    return _refuse_unstorable(text)


Storable = AfterValidator(_refuse_unstorable)
CLEAN = AfterValidator(_clean_line)
"""What makes a text a line; after the constraints on its length, which are checked faster."""

Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    CLEAN,
]
"""One line of text, NFC, without control characters; 1 to 200 characters."""


def _valid_email(text: str) -> str:
    # The library, and the one for internationalised names behind it, are loaded by the first use.
    from pydantic.networks import validate_email  # noqa: PLC0415

    return validate_email(text)[1]


Email = Annotated[
    str,
    StringConstraints(max_length=254),
    AfterValidator(_valid_email),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": 254}),
]
"""An e-mail address; compared after `normalise_email`."""

REFERENCE_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._:\-]{0,63}$"
REFERENCE = re.compile(REFERENCE_PATTERN)
Reference = Annotated[str, StringConstraints(pattern=REFERENCE_PATTERN)]
"""A partner's own reference: 1 to 64 letters, digits, dots, colons, dashes, underscores."""

Money = Annotated[
    Decimal,
    Field(max_digits=12, decimal_places=2, allow_inf_nan=False),
    PlainSerializer(lambda amount: f"{amount:.2f}", return_type=str, when_used="json"),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^-?\d{1,10}\.\d{2}$",
            "title": "Money",
            "examples": ["42.10"],
        }
    ),
]
"""Euros as a decimal string, `"42.10"`."""

Rate = Annotated[
    Decimal,
    Field(ge=0, le=1, max_digits=5, decimal_places=4, allow_inf_nan=False),
    PlainSerializer(lambda rate: f"{rate:.4f}", return_type=str, when_used="json"),
    WithJsonSchema(
        {"type": "string", "pattern": r"^[01]\.\d{4}$", "title": "Rate", "examples": ["0.7000"]}
    ),
]
"""A fraction as a decimal string: `"0.7000"` is 70 %."""

OpaqueId = Annotated[UUID, WithJsonSchema({"type": "string", "title": "OpaqueId"})]
"""An identifier: opaque, to be kept and sent back as it is."""


class Body(BaseModel):
    """What clients send: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class Read(BaseModel):
    """What clients read: every field is always present, absent scalars are null."""

    model_config = ConfigDict(extra="forbid", frozen=True)


T = TypeVar("T")


class Page(Read, Generic[T]):
    """One page of a list, and the cursor of the next one, null on the last."""

    items: list[T]
    """At most `limit` items, in the order the operation tells; empty when there are none."""
    next_cursor: str | None
    """Send it back as `cursor` to read the next page; null on the last."""
