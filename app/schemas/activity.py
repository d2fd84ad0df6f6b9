"""Who saw or changed my file, as members read it."""

from datetime import datetime
from typing import Any

from pydantic import ConfigDict

from app.schemas.base import OpaqueId, Page, Read
from app.values.activity import ActivityActor
from app.values.audit import AuditResult

ACTIVITY_EXAMPLE: dict[str, Any] = {
    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d",
    "at": "2026-03-14T08:30:00Z",
    "action": "card.document_read",
    "label": "Carte de tiers payant téléchargée",
    "result": "succeeded",
    "actor": "me",
    "network": "192.0.2.0/24",
    "device_id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4c",
}


class ActivityRead(Read):
    """One thing that somebody did, or tried to do, about the reader's account."""

    id: OpaqueId
    """The entry's id in the audit trail; quote it when you ask about it."""
    at: datetime
    """When it was done."""
    action: str
    """What was done. Codes never change and are added over time: show `label`."""
    label: str
    """What was done, for people, in the reader's language."""
    result: AuditResult
    actor: ActivityActor
    network: str | None
    """Where from, coarsely: an IPv4 /24 or an IPv6 /48; null when it was done from inside."""
    device_id: OpaqueId | None
    """The known device it was done on, when there was one."""


class ActivityPage(Page[ActivityRead]):
    """What was done about the account, newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [ACTIVITY_EXAMPLE], "next_cursor": None}]}
    )
