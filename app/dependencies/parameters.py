"""Query parameters that several operations share."""

import re
from typing import Annotated, Any

from fastapi import Query
from pydantic import AwareDatetime, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from app.schemas.dates import IsoDate

DIGITS = re.compile("[0-9]+")


def plain_digits(text: Any) -> Any:
    """Refuse what is no plain number before the library reads it as one."""
    # The library also reads "3.0", "+3" and " 3 ".
    if isinstance(text, str) and not DIGITS.fullmatch(text):
        raise PydanticCustomError("int_parsing", "not a whole number")
    return text


LinkParam = Annotated[
    bool,
    Query(
        description="Answer with a link to the file instead: for a browser, which opens an address "
        "without the bearer token.",
    ),
]
LimitParam = Annotated[
    int,
    # Bounds come before the validator: after it, they would leave the document.
    Field(ge=1, le=100),
    BeforeValidator(plain_digits),
    Query(description="Items a page, 100 at most."),
]
FromParam = Annotated[IsoDate | None, Query(alias="from", description="First care date, included.")]
ToParam = Annotated[IsoDate | None, Query(alias="to", description="Last care date, included.")]
CursorParam = Annotated[
    str | None, Query(max_length=500, description="`next_cursor` of the page before.")
]
BeneficiaryParam = Annotated[str | None, Query(description="A beneficiary of the family, by id.")]
WordsParam = Annotated[
    str | None,
    Query(
        max_length=200,
        description="Words to find, whatever their accents, case or number; each must be there.",
    ),
]
UpdatedAfterParam = Annotated[
    AwareDatetime | None, Query(description="Whose last change was later than this moment.")
]
