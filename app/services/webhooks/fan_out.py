"""From events to deliveries: each webhook goes through the feed once, as a reader of it would."""

from datetime import date, timedelta
from uuid import UUID

from app.database.database import Database
from app.gateways.clock import Clock
from app.repositories.events import EventReader
from app.repositories.webhook_deliveries import WebhookDeliveryRepository
from app.repositories.webhooks import WebhookReader, WebhookRepository
from app.services.webhooks.deliveries import delivery_of_event
from app.values.events import EventKind

KEPT = timedelta(days=30)
"""How long the log keeps a delivery that is finished."""
AT_ONCE = 100


class WebhookFanOut:
    """A duty of the worker. A webhook's row is locked while its deliveries are made, and says how
    far it came in the same transaction: none is left out, none made twice.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._cleared_on: date | None = None

    async def run_once(self) -> int:
        """Make the next deliveries of every webhook; how many webhooks had any to make."""
        if self._cleared_on != (today := self._clock.today()):
            async with self._database.short_transaction("delete_deliveries") as session:
                before = self._clock.now() - KEPT
                await WebhookDeliveryRepository(session).delete_before(before)
            self._cleared_on = today
        async with self._database.read() as connection:
            lagging = await WebhookReader(connection).list_lagging()
        for webhook_id in lagging:
            await self._make_next(webhook_id)
        return len(lagging)

    async def _make_next(self, webhook_id: UUID) -> None:
        async with self._database.short_transaction("make_deliveries") as session:
            webhook = await WebhookRepository(session).lock_lagging(webhook_id)
            if webhook is None:
                return
            events = EventReader(await session.connection(), webhook.portfolio_id)
            last = await events.last_position()
            kinds = frozenset(map(EventKind, webhook.kinds)) or None
            rows = await events.list_for(
                webhook.employer_ref, kinds, after=webhook.sent_through, limit=AT_ONCE
            )
            deliveries, now = WebhookDeliveryRepository(session), self._clock.now()
            for row in rows:
                deliveries.add(delivery_of_event(webhook.id, row, now))
            full = len(rows) == AT_ONCE
            webhook.sent_through = rows[-1].position if full else max(last, webhook.sent_through)
