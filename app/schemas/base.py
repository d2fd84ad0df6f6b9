"""Shared shapes: strict bodies, closed answers, texts, money, pages."""

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


def _refuse_unstorable(text: str) -> str:
    """NUL and lone surrogates are valid JSON that no database stores."""
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("unstorable characters")
    return unicodedata.normalize("NFC", text)


def _refuse_controls(text: str) -> str:
    if any(unicodedata.category(char) == "Cc" for char in text):
        raise ValueError("control characters")
    return text


Storable = AfterValidator(_refuse_unstorable)
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    Storable,
    AfterValidator(_refuse_controls),
]
"""One line of text, NFC, without control characters; 1 to 200 characters."""

Reference = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:\-]{0,63}$")]
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
    next_cursor: str | None
