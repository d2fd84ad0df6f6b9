"""Deliveries: what is sent, and when it is tried again."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from app.models.webhook import WebhookDelivery
from app.repositories.base import AnyRow
from app.values.ids import new_id
from app.values.webhooks import TEST, DeliveryState

RETRIES = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 28_800, 28_800)
)
"""Waits after each failed attempt: a day and a half in all, then the delivery is dead."""
LONGEST_REST = timedelta(minutes=5)
"""How long a receiver that is down keeps its other deliveries waiting."""


def retry_delay(attempt: int) -> timedelta | None:
    """What to wait after this attempt; None when it was the last."""
    return RETRIES[attempt - 1] if attempt <= len(RETRIES) else None


def delivery_of_event(webhook_id: UUID, event: AnyRow, now: datetime) -> WebhookDelivery:
    """An event on its way to one webhook: identifiers only."""
    data = {
        "id": event.id,
        "position": event.position,
        "subject_id": event.subject_id,
        "member_ref": event.member_ref,
        "beneficiary_ref": event.beneficiary_ref,
    }
    payload = _payload(event.kind, event.occurred_at, data)
    return _pending(webhook_id, event.kind, payload, now, event_id=event.id)


def delivery_of_test(webhook_id: UUID, now: datetime) -> WebhookDelivery:
    """Something to see that it arrives."""
    payload = _payload(TEST, now, {"webhook_id": webhook_id})
    return _pending(webhook_id, TEST, payload, now)


def _payload(kind: str, at: datetime, data: dict[str, Any]) -> str:
    content = {"type": kind, "timestamp": at, "data": data}
    # `default=str`: asyncpg reads identifiers as a subclass of UUID that orjson does not know.
    return orjson.dumps(content, default=str, option=orjson.OPT_UTC_Z).decode()


def _pending(
    webhook_id: UUID, kind: str, payload: str, now: datetime, event_id: UUID | None = None
) -> WebhookDelivery:
    return WebhookDelivery(
        id=new_id(),
        webhook_id=webhook_id,
        event_id=event_id,
        kind=kind,
        payload=payload,
        state=DeliveryState.PENDING,
        attempts=0,
        created_at=now,
        next_attempt_at=now,
    )
