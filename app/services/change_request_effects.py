"""What a validated change request changes.

Rows are written when the request is validated, with the day from which they hold: whoever reads by
date sees them from that day on, and nothing has to run that night.
"""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from app.models.change_request import ChangeRequest
from app.values.change_requests import ChangeRequestKind


class ChangeRequestEffect(Protocol):
    """The effect of one kind, in the unit of work of the decision."""

    async def apply(self, request: ChangeRequest, effective_on: date) -> None:
        """Make the change hold from that day on; a refusal undoes the decision."""


Effects = Mapping[ChangeRequestKind, ChangeRequestEffect]
"""The effect of each kind."""
