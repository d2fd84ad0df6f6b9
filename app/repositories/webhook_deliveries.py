"""Questions about deliveries: the partner's log, and what the worker sends."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models.webhook import Webhook, WebhookDelivery
from app.repositories.base import AnyRow, table_of
from app.repositories.webhooks import owned_by
from app.values.principals import CurrentPartner
from app.values.webhooks import DeliveryState

_SHOWN = (
    WebhookDelivery.id,
    WebhookDelivery.webhook_id,
    WebhookDelivery.event_id,
    WebhookDelivery.kind,
    WebhookDelivery.state,
    WebhookDelivery.attempts,
    WebhookDelivery.created_at,
    WebhookDelivery.next_attempt_at,
    WebhookDelivery.finished_at,
    WebhookDelivery.failure,
    WebhookDelivery.status,
)


class WebhookDeliveryRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, delivery: WebhookDelivery) -> None:
        """Keep what must be sent."""
        self._session.add(delivery)

    async def lock(self, partner: CurrentPartner, delivery_id: UUID) -> WebhookDelivery | None:
        """One to a webhook of the partner, locked until the end of the transaction."""
        question = (
            select(WebhookDelivery)
            .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
            .where(owned_by(partner), WebhookDelivery.id == delivery_id)
            .with_for_update(of=WebhookDelivery)
        )
        return await self._session.scalar(question)

    async def claim_due(
        self, now: datetime, leased_until: datetime, limit: int
    ) -> Sequence[tuple[WebhookDelivery, Webhook]]:
        """What is due to webhooks that do not rest, leased to the caller; other workers skip it
        until the lease ends.
        """
        question = (
            select(WebhookDelivery, Webhook)
            .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
            .where(
                WebhookDelivery.state == DeliveryState.PENDING,
                WebhookDelivery.next_attempt_at <= now,
                or_(Webhook.rests_until.is_(None), Webhook.rests_until <= now),
            )
            .order_by(WebhookDelivery.next_attempt_at, WebhookDelivery.id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=WebhookDelivery)
        )
        due = [(delivery, webhook) for delivery, webhook in await self._session.execute(question)]
        for delivery, _ in due:
            delivery.attempts += 1
            delivery.next_attempt_at = leased_until
        return due

    async def finish(self, delivery_id: UUID, attempt: int, values: dict[str, Any]) -> None:
        """Record the outcome of one attempt, unless a later one overtook it."""
        await self._session.execute(
            update(WebhookDelivery)
            .where(WebhookDelivery.id == delivery_id, WebhookDelivery.attempts == attempt)
            .values(**values)
        )

    async def delete_before(self, moment: datetime) -> None:
        """Delete what was finished before the moment."""
        table = table_of(WebhookDelivery)
        await self._session.execute(delete(table).where(table.c.finished_at < moment))


class WebhookDeliveryReader:
    """The read road; the connection of a unit of work shows what that has written so far."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_of(
        self,
        webhook_id: UUID,
        state: DeliveryState | None,
        *,
        limit: int,
        before: UUID | None = None,
    ) -> Sequence[AnyRow]:
        """Deliveries to one webhook, newest first, from just below `before`."""
        question = select(*_SHOWN).where(WebhookDelivery.webhook_id == webhook_id)
        if state is not None:
            question = question.where(WebhookDelivery.state == state)
        if before is not None:
            question = question.where(WebhookDelivery.id < before)
        question = question.order_by(WebhookDelivery.id.desc()).limit(limit)
        return (await self._connection.execute(question)).all()
