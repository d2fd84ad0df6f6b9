"""Questions about webhooks: those of a partner, and those that events go to."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models.event import EventCounter
from app.models.webhook import Webhook, WebhookDelivery
from app.repositories.base import AnyRow
from app.values.principals import CurrentPartner

_COLUMNS = (Webhook.id, Webhook.url, Webhook.kinds, Webhook.created_at)


def owned_by(partner: CurrentPartner) -> ColumnElement[bool]:
    """Condition: of the partner's portfolio, and of its employer where it is bound to one."""
    mine = Webhook.portfolio_id == partner.portfolio_id
    if partner.employer_ref is not None:
        mine &= Webhook.employer_ref == partner.employer_ref
    return mine


class WebhookRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, webhook: Webhook) -> None:
        """Keep a webhook, told of what is numbered from now on. Flushed, for what counts it."""
        webhook.sent_through = (
            await self._session.scalar(
                select(EventCounter.last_position).where(
                    EventCounter.portfolio_id == webhook.portfolio_id
                )
            )
            or 0
        )
        self._session.add(webhook)
        await self._session.flush()

    async def count_of(self, partner: CurrentPartner) -> int:
        """How many the partner has."""
        question = select(func.count()).select_from(Webhook).where(owned_by(partner))
        return await self._session.scalar(question) or 0

    async def lock(self, partner: CurrentPartner, webhook_id: UUID) -> Webhook | None:
        """One of the partner's, locked until the end of the transaction."""
        question = select(Webhook).where(owned_by(partner), Webhook.id == webhook_id)
        return await self._session.scalar(question.with_for_update())

    async def lock_lagging(self, webhook_id: UUID) -> Webhook | None:
        """One that events go to; None when another worker has it."""
        question = select(Webhook).where(Webhook.id == webhook_id)
        return await self._session.scalar(question.with_for_update(skip_locked=True))

    async def remove(self, webhook: Webhook) -> None:
        """Delete it with what was sent to it."""
        mine = WebhookDelivery.webhook_id == webhook.id
        await self._session.execute(delete(WebhookDelivery).where(mine))
        await self._session.delete(webhook)

    async def rest(self, webhook_id: UUID, until: datetime | None) -> None:
        """Send it nothing until then; None ends the rest."""
        changed = update(Webhook).where(Webhook.id == webhook_id)
        if until is None:
            changed = changed.where(Webhook.rests_until.is_not(None))
        await self._session.execute(changed.values(rests_until=until))


class WebhookReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_of(self, partner: CurrentPartner) -> Sequence[AnyRow]:
        """The partner's, oldest first."""
        question = select(*_COLUMNS).where(owned_by(partner)).order_by(Webhook.id)
        return (await self._connection.execute(question)).all()

    async def is_of(self, partner: CurrentPartner, webhook_id: UUID) -> bool:
        """Whether it is one of the partner's."""
        question = select(Webhook.id).where(owned_by(partner), Webhook.id == webhook_id)
        return await self._connection.scalar(question) is not None

    async def list_lagging(self) -> list[UUID]:
        """Those with numbered events that no delivery was made of yet."""
        question = (
            select(Webhook.id)
            .join(EventCounter, EventCounter.portfolio_id == Webhook.portfolio_id)
            .where(Webhook.sent_through < EventCounter.last_position)
        )
        return list((await self._connection.scalars(question)).all())
