"""Télétransmission statuses as the NOEMIE feed sends them."""

from typing import Any, Literal

from pydantic import MISSING, ConfigDict

from app.schemas.base import Body, Reference
from app.values.teletransmissions import TeletransmissionCause, TeletransmissionState

TELETRANSMISSION_EXAMPLE: dict[str, Any] = {"state": "rejected", "cause": "overlap"}
FromPartner = Literal[
    TeletransmissionState.ACTIVE,
    TeletransmissionState.REJECTED,
    TeletransmissionState.SUSPENDED,
    TeletransmissionState.INACTIVE,
]
"""What a statutory fund answers; requests are the member's."""


class TeletransmissionFeed(Body):
    """Where a person's link stands now, by the statutory fund."""

    model_config = ConfigDict(json_schema_extra={"examples": [TELETRANSMISSION_EXAMPLE]})

    state: FromPartner
    """Where the link goes."""
    cause: TeletransmissionCause | MISSING = MISSING
    """Why, of `rejected` and `suspended`; left out otherwise."""


class TeletransmissionImportLine(TeletransmissionFeed):
    """A line of an import of télétransmission statuses."""

    ref: Reference
    """Reference of the person: what the address of the PUT bears."""
