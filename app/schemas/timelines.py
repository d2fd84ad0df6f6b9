"""A line of a timeline, whatever it is the timeline of."""

from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from pydantic import MISSING

from app.schemas.base import Read
from app.values.lifecycles import StepActor

S = TypeVar("S", bound=StrEnum)


class StepRead(Read, Generic[S]):
    """A move, and who made it."""

    at: datetime
    """When it was made."""
    actor: StepActor
    from_state: S | MISSING = MISSING
    """Where it stood before; left out on the first line."""
    state: S
    """Where it went."""
    label: str
    """The state's name, in the reader's language."""
    reason: str | None
    """Why, in the administrator's words; null when nothing was said."""
