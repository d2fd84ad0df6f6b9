"""The sending of deliveries: leased, signed, sent, and what became of it written down."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.database.database import Database
from app.gateways.clock import Clock
from app.gateways.webhooks import AddressRefused, ReceiverUnreachable, WebhookClient
from app.observability.metrics import Metrics
from app.repositories.webhook_deliveries import WebhookDeliveryRepository
from app.repositories.webhooks import WebhookRepository
from app.security.keyring import Keyring
from app.security.webhook_signatures import signed_headers
from app.services.webhooks.deliveries import LONGEST_REST, retry_delay
from app.services.webhooks.sealing import open_webhook_secret
from app.values.webhooks import DeliveryFailure, DeliveryState

LEASE = timedelta(minutes=1)
"""Longer than any attempt: of a delivery, two are under way only after a worker was killed."""
CHANNEL = "webhook"
SUCCESS, REDIRECTION, CLIENT_ERROR, SERVER_ERROR = 200, 300, 400, 500
OVERLOADED = 429
DOWN = frozenset({DeliveryFailure.UNREACHABLE, DeliveryFailure.TIMEOUT})


@dataclass(frozen=True, slots=True)
class _Leased:
    id: UUID
    webhook_id: UUID
    attempt: int
    url: str
    secret: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class _Outcome:
    failure: DeliveryFailure | None
    status: int | None = None

    @property
    def is_receivers_fault(self) -> bool:
        """Whether other deliveries would fare the same."""
        answered = self.status is not None and self.status >= SERVER_ERROR
        return self.failure in DOWN or answered or self.status == OVERLOADED


class WebhookPost:
    """A duty of the worker. Each delivery arrives once, and once more for each time that a worker
    was killed between the receiver's answer and its being written down: with the same id.
    """

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        clock: Clock,
        metrics: Metrics,
        client: WebhookClient,
        *,
        concurrency: int,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._metrics = metrics
        self._client = client
        self._concurrency = concurrency

    async def run_once(self) -> int:
        """Lease and send one handful of what is due; how many there were."""
        leased = await self._lease()
        await asyncio.gather(*map(self._deliver, leased))
        return len(leased)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _lease(self) -> list[_Leased]:
        now = self._clock.now()
        async with self._database.short_transaction("lease_deliveries") as session:
            due = await WebhookDeliveryRepository(session).claim_due(
                now, now + LEASE, self._concurrency
            )
            return [
                _Leased(
                    id=delivery.id,
                    webhook_id=webhook.id,
                    attempt=delivery.attempts,
                    url=webhook.url,
                    secret=open_webhook_secret(self._keyring, webhook.id, webhook.secret_sealed),
                    payload=delivery.payload.encode(),
                )
                for delivery, webhook in due
            ]

    async def _deliver(self, delivery: _Leased) -> None:
        outcome = await self._send(delivery)
        now, delay = self._clock.now(), retry_delay(delivery.attempt)
        values: dict[str, Any] = {"failure": outcome.failure, "status": outcome.status}
        if outcome.failure is None:
            values |= {"state": DeliveryState.DELIVERED, "finished_at": now}
        elif delay is None or outcome.failure is DeliveryFailure.ADDRESS_REFUSED:
            values |= {"state": DeliveryState.DEAD, "finished_at": now}
        else:
            values |= {"next_attempt_at": now + delay}
        async with self._database.short_transaction("finish_delivery") as session:
            # The webhook before the delivery, as whoever deletes a webhook takes them.
            if outcome.failure is None:
                await WebhookRepository(session).rest(delivery.webhook_id, None)
            elif outcome.is_receivers_fault and delay:
                until = now + min(delay, LONGEST_REST)
                await WebhookRepository(session).rest(delivery.webhook_id, until)
            deliveries = WebhookDeliveryRepository(session)
            await deliveries.finish(delivery.id, delivery.attempt, values)
        self._metrics.outbox.labels(CHANNEL, outcome.failure or "sent").inc()

    async def _send(self, delivery: _Leased) -> _Outcome:
        moment = int(self._clock.now().timestamp())
        signed = signed_headers(delivery.secret, str(delivery.id), moment, delivery.payload)
        headers = {**signed, "content-type": "application/json", "user-agent": "espace-assure"}
        try:
            status = await self._client.post(delivery.url, headers, delivery.payload)
        except AddressRefused:
            return _Outcome(DeliveryFailure.ADDRESS_REFUSED)
        except ReceiverUnreachable:
            return _Outcome(DeliveryFailure.UNREACHABLE)
        except TimeoutError:
            return _Outcome(DeliveryFailure.TIMEOUT)
        if SUCCESS <= status < REDIRECTION:
            return _Outcome(None, status)
        redirected = REDIRECTION <= status < CLIENT_ERROR
        failure = DeliveryFailure.REDIRECT if redirected else DeliveryFailure.STATUS
        return _Outcome(failure, status)
