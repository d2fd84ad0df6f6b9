"""Everything a family asked, in one list."""

from datetime import datetime
from typing import Any

from pydantic import ConfigDict

from app.schemas.base import OpaqueId, Page, Read
from app.schemas.messages import ThreadPersonRead
from app.values.inbox import InboxKind

ENTRY_EXAMPLE: dict[str, Any] = {
    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a60",
    "kind": "message",
    "kind_label": "Message",
    "title": "Mes remboursements – Un remboursement manque",
    "state": "answered",
    "state_label": "Réponse reçue",
    "beneficiary": {
        "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4e",
        "first_name": "Alex",
        "last_name": "Bernard",
    },
    "asked_at": "2026-03-09T09:30:00Z",
    "updated_at": "2026-03-10T14:05:00Z",
    "href": "/v1/messages/01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a60",
}


class InboxEntryRead(Read):
    """A thread, claim, quote or change request, in a few words."""

    id: OpaqueId
    """The id of what was asked."""
    kind: InboxKind
    kind_label: str
    """The kind's name, in the reader's language."""
    title: str
    """What it is about, in the reader's language."""
    state: str
    """Where it stands, by the codes of its kind."""
    state_label: str
    """The state's name, in the reader's language."""
    beneficiary: ThreadPersonRead
    asked_at: datetime
    """When it was asked."""
    updated_at: datetime
    """When it last moved."""
    href: str
    """Path to read it with GET."""


class InboxPage(Page[InboxEntryRead]):
    """Everything asked, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [ENTRY_EXAMPLE], "next_cursor": None}]}
    )
