"""Webhooks: a partner is told of events at an address of its own.

Messages are those of [Standard Webhooks](https://www.standardwebhooks.com): signed, sent again
until they are answered 2xx, in no promised order. Who must miss nothing reads the feed.
"""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query

from app.dependencies.idempotency import CreatingRoute
from app.dependencies.infrastructure import OriginDep
from app.dependencies.parameters import CursorParam, LimitParam
from app.dependencies.principals import MayChangeWebhooks, MayReadWebhooks
from app.dependencies.webhooks import WebhookDeskDep, WebhookLogDep
from app.errors.requests import BodyTooLarge, InvalidCursor, MalformedBody
from app.errors.webhooks import (
    DeliveryNotFound,
    DeliveryPending,
    TooManyWebhooks,
    WebhookAddressRefused,
    WebhookNotFound,
)
from app.http.problems import problems
from app.schemas.webhooks import (
    DeliveryPage,
    DeliveryRead,
    WebhookCreate,
    WebhookCreatedRead,
    WebhookListRead,
)
from app.services.webhooks.desk import DeliveryQuery
from app.values.ids import parse_id
from app.values.webhooks import DeliveryState

router = APIRouter(prefix="/partner/v1", tags=["events"], route_class=CreatingRoute)
WebhookId = Annotated[str, Path(description="A webhook, by the id of `listWebhooks`.")]
DeliveryId = Annotated[str, Path(description="A delivery, by the id of `listWebhookDeliveries`.")]
StateParam = Annotated[DeliveryState | None, Query(description="Deliveries in this state alone.")]


@router.get(
    "/webhooks", operation_id="listWebhooks", summary="List my webhooks", responses=problems()
)
async def list_webhooks(partner: MayReadWebhooks, webhooks: WebhookLogDep) -> WebhookListRead:
    """Oldest first; ten at most."""
    return await webhooks.list(partner)


@router.post(
    "/webhooks",
    operation_id="createWebhook",
    summary="Be told of events at an address",
    status_code=HTTPStatus.CREATED,
    responses=problems(MalformedBody, BodyTooLarge, WebhookAddressRefused, TooManyWebhooks),
)
async def create_webhook(
    body: WebhookCreate, partner: MayChangeWebhooks, webhooks: WebhookDeskDep, origin: OriginDep
) -> WebhookCreatedRead:
    """From now on. The secret in the answer is shown once. A token bound to an employer is told
    what it may read of `listEvents`.
    """
    return await webhooks.create(partner, body, origin)


@router.delete(
    "/webhooks/{webhook_id}",
    operation_id="deleteWebhook",
    summary="Be told no more",
    status_code=HTTPStatus.NO_CONTENT,
    responses=problems(WebhookNotFound),
)
async def delete_webhook(
    webhook_id: WebhookId, partner: MayChangeWebhooks, webhooks: WebhookDeskDep, origin: OriginDep
) -> None:
    """What was not sent yet is not sent; the log goes with it."""
    await webhooks.delete(partner, parse_id(webhook_id), origin)


@router.post(
    "/webhooks/{webhook_id}/test",
    operation_id="testWebhook",
    summary="Send something to see that it arrives",
    status_code=HTTPStatus.ACCEPTED,
    responses=problems(WebhookNotFound),
)
async def test_webhook(
    webhook_id: WebhookId, partner: MayChangeWebhooks, webhooks: WebhookDeskDep
) -> DeliveryRead:
    """A message of the kind `webhook.test`, about no event; the log tells what became of it."""
    return await webhooks.test(partner, parse_id(webhook_id))


@router.get(
    "/webhooks/{webhook_id}/deliveries",
    operation_id="listWebhookDeliveries",
    summary="Tell what was sent, and what became of it",
    responses=problems(WebhookNotFound, InvalidCursor),
)
async def list_deliveries(
    webhook_id: WebhookId,
    partner: MayReadWebhooks,
    webhooks: WebhookLogDep,
    state: StateParam = None,
    cursor: CursorParam = None,
    limit: LimitParam = 20,
) -> DeliveryPage:
    """Newest first. What is finished is kept 30 days."""
    query = DeliveryQuery(state, cursor, limit)
    return await webhooks.list_deliveries(partner, parse_id(webhook_id), query)


@router.post(
    "/deliveries/{delivery_id}/replay",
    operation_id="replayDelivery",
    summary="Send a message again",
    status_code=HTTPStatus.ACCEPTED,
    responses=problems(DeliveryNotFound, DeliveryPending),
)
async def replay_delivery(
    delivery_id: DeliveryId, partner: MayChangeWebhooks, webhooks: WebhookDeskDep
) -> DeliveryRead:
    """Delivered or dead, to the byte and under the same `webhook-id`: receivers tell that they had
    it by that.
    """
    return await webhooks.replay(partner, parse_id(delivery_id))
