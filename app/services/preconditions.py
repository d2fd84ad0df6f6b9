"""Changes that say on which state they are based: of two at once, the second is refused."""

from pydantic import BaseModel

from app.errors.requests import PreconditionFailed, PreconditionRequired
from app.values.entity_tags import tag_of


class Precondition:
    """What `If-Match` asks: that the resource still is what its reader saw."""

    def __init__(self, if_match: str | None) -> None:
        self._tags = {tag.strip() for tag in if_match.split(",")} if if_match else set()

    def check(self, current: BaseModel) -> None:
        """Compare with the resource as its reader would read it now.

        Raises:
            PreconditionRequired: nothing was asked.
            PreconditionFailed: it has changed since.
        """
        if not self._tags:
            raise PreconditionRequired
        known = tag_of(current.model_dump_json().encode())
        if "*" not in self._tags and known not in self._tags:
            raise PreconditionFailed
