"""Query parameters that several operations share."""

from typing import Annotated

from fastapi import Query

LimitParam = Annotated[int, Query(ge=1, le=100, description="Items a page, 100 at most.")]
CursorParam = Annotated[
    str | None, Query(max_length=500, description="`next_cursor` of the page before.")
]
BeneficiaryParam = Annotated[str | None, Query(description="A beneficiary of the family, by id.")]
