"""The problem document (RFC 9457) as clients read it."""

from pydantic import MISSING, BaseModel


class ProblemField(BaseModel):
    """One refused place of the request."""

    pointer: str
    """JSON pointer into the body (RFC 6901), or `/query/name`."""
    code: str
    message: str


class Problem(BaseModel):
    """Why the request was refused. Decide on `code`, show `title` and `detail`."""

    type: str
    title: str
    status: int
    detail: str | MISSING = MISSING
    code: str
    instance: str
    request_id: str
    errors: list[ProblemField] | MISSING = MISSING
