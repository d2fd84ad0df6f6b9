"""Events as partners read them: what happened to what, never how it stands."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from app.schemas.base import OpaqueId, Read
from app.values.events import EventKind

EVENT_EXAMPLE: dict[str, Any] = {
    "position": 4711,
    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d",
    "kind": "change_request.updated",
    "subject_id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4e",
    "member_ref": "M-1",
    "beneficiary_ref": "M-1-2",
    "occurred_at": "2026-03-14T11:00:00Z",
}


class EventRead(Read):
    """Something that happened. What it is about is read where it lives, under its own scope."""

    model_config = ConfigDict(json_schema_extra={"examples": [EVENT_EXAMPLE]})

    position: Annotated[int, Field(ge=1)]
    """Where it stands in the feed: higher than those of all events that could be read before it."""
    id: OpaqueId
    """The event's id: one that was met before is the same event."""
    kind: EventKind
    subject_id: OpaqueId
    """What it happened to: the change request, the thread, or the person."""
    member_ref: str
    """The family, by the partner's own reference."""
    beneficiary_ref: str | None
    """Whom it is about, by the partner's own reference; null when that is no covered person."""
    occurred_at: datetime
    """When it happened; not the order of the feed."""


class EventFeedRead(Read):
    """What happened after a position."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"items": [EVENT_EXAMPLE], "next_after": 4711, "more": False}]
        }
    )

    items: list[EventRead]
    """By position; at most `limit`."""
    next_after: Annotated[int, Field(ge=0)]
    """Send it back as `after`, now or later: nothing is read twice, nothing is left out."""
    more: bool
    """Whether the page is full: more may follow at once."""


class FamilyEventRead(Read):
    """Something that happened, as members' applications are told: read the subject to know more."""

    id: OpaqueId
    """The event's id."""
    kind: EventKind
    subject_id: OpaqueId
    """What it happened to: the change request, the thread, or the person."""
    occurred_at: datetime
    """When it happened."""
