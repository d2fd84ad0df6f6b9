"""The problem document (RFC 9457) as clients read it."""

from pydantic import MISSING, BaseModel


class ProblemField(BaseModel):
    """One refused place of the request."""

    pointer: str
    """JSON pointer into the body (RFC 6901), `/` for all of it; `/query/name`, `/header/name`."""
    code: str
    """What is wrong there; stable, the same in every language."""
    message: str
    """A sentence for people, in the reader's language; never quotes the value."""


class ProblemChoice(BaseModel):
    """A commune that the question may have meant: ask again with its postal code and city."""

    label: str
    """Name to show, with the department."""
    postal_code: str
    """To be sent as `postal_code`."""
    city: str
    """To be sent as `city`."""


class Problem(BaseModel):
    """Why the request was refused. Decide on `code`, show `title` and `detail`."""

    type: str
    """`urn:espace-assure:problem:` and the `code`."""
    title: str
    """What happened, in the reader's language; the same for every problem of this code."""
    status: int
    """HTTP status of the answer."""
    detail: str | MISSING = MISSING
    """More about this refusal, in the reader's language; left out when the title says it all."""
    code: str
    """What to decide on; the same in every language. Codes never change, new ones are added."""
    instance: str
    """Path of the request."""
    request_id: str
    """The `X-Request-Id` of the answer; quote it when you ask for help."""
    errors: list[ProblemField] | MISSING = MISSING
    """The refused places; left out when the refusal is not about particular ones."""
    choices: list[ProblemChoice] | MISSING = MISSING
    """The communes to choose from, of `ambiguous_place` and `unknown_place`; left out otherwise."""
