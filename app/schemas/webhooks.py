"""Webhooks and deliveries as partners write and read them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import MISSING, AfterValidator, AnyUrl, ConfigDict, Field, UrlConstraints
from pydantic_core import PydanticCustomError

from app.schemas.base import Body, OpaqueId, Page, Read
from app.values.events import EventKind
from app.values.webhooks import DeliveryFailure, DeliveryState

URL_EXAMPLE = "https://receiver.example.org/espace"
WEBHOOK_EXAMPLE: dict[str, Any] = {
    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d",
    "url": URL_EXAMPLE,
    "kinds": ["change_request.opened"],
    "created_at": "2026-03-14T11:00:00Z",
}
DELIVERY_EXAMPLE: dict[str, Any] = {
    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4e",
    "webhook_id": WEBHOOK_EXAMPLE["id"],
    "event_id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4f",
    "kind": "change_request.opened",
    "state": "pending",
    "attempts": 1,
    "created_at": "2026-03-14T11:00:01Z",
    "next_attempt_at": "2026-03-14T11:00:07Z",
    "finished_at": None,
    "failure": "status",
    "status": 500,
}


def _plain_address(url: AnyUrl) -> AnyUrl:
    # Credentials would lie in a log of ours; a fragment is never sent.
    if not url.host or url.username or url.password or url.fragment:
        raise PydanticCustomError("url_parsing", "not a plain address")
    return url


WebhookUrl = Annotated[
    AnyUrl,
    UrlConstraints(allowed_schemes=["https", "http"], max_length=500, host_required=True),
    AfterValidator(_plain_address),
]


class WebhookCreate(Body):
    """An address to be told at."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"url": URL_EXAMPLE, "kinds": ["change_request.opened"]}]}
    )

    url: WebhookUrl
    """An `https` address on the internet, without credentials or fragment."""
    kinds: Annotated[tuple[EventKind, ...], Field(max_length=50)] = ()
    """Kinds of events to be told of; every kind, also those to come, when empty."""


class WebhookRead(Read):
    """A webhook. Its secret is shown when it is made, and never again."""

    model_config = ConfigDict(json_schema_extra={"examples": [WEBHOOK_EXAMPLE]})

    id: OpaqueId
    """The webhook's id."""
    url: str
    """Where events are sent."""
    kinds: list[EventKind]
    """Of which kinds; of every kind when empty."""
    created_at: datetime
    """When it was made: it is told of what happens from then on."""


class WebhookCreatedRead(WebhookRead):
    """A webhook that was just made, with its secret."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {**WEBHOOK_EXAMPLE, "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKY0="}
            ]
        }
    )

    secret: str
    """What signatures are verified with, as libraries of Standard Webhooks take it. Keep it."""


class WebhookListRead(Read):
    """Every webhook of the partner."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [WEBHOOK_EXAMPLE]}]})

    items: list[WebhookRead]
    """Oldest first."""


class DeliveryRead(Read):
    """What is sent to a webhook, and what became of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [DELIVERY_EXAMPLE]})

    id: OpaqueId
    """The delivery's id, its `webhook-id` header: the same on every attempt and replay."""
    webhook_id: OpaqueId
    """The webhook it goes to."""
    event_id: OpaqueId | None
    """The event it tells of; null for a test."""
    kind: str
    """The kind of the event, or `webhook.test`."""
    state: DeliveryState
    """`dead` after a day and a half of attempts, or when the address was refused."""
    attempts: Annotated[int, Field(ge=0)]
    """How often it was sent."""
    created_at: datetime
    """When there was something to send."""
    next_attempt_at: datetime | None
    """When it is sent next, at the earliest; null unless `pending`."""
    finished_at: datetime | None
    """When it arrived or was given up; null while `pending`."""
    failure: DeliveryFailure | MISSING = MISSING
    """Why the last attempt did not arrive; absent when it did, or there was none."""
    status: int | None
    """The HTTP status that the last attempt was answered; null without an answer."""


class DeliveryPage(Page[DeliveryRead]):
    """Deliveries to a webhook, newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [DELIVERY_EXAMPLE], "next_cursor": None}]}
    )
