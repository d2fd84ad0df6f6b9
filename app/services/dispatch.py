"""The worker's main work: leasing due messages, sending them, recording what became of them."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from app.database.database import Database
from app.gateways.clock import Clock
from app.gateways.delivery import DeliveryFailed, DeliveryRefused, Mailer, SmsSender
from app.models.outbox import OutboxMessage
from app.observability.metrics import Metrics
from app.repositories.outbox import OutboxReader, OutboxRepository
from app.security.keyring import Keyring
from app.services.outbox import open_letter
from app.values.outbox import OutboxChannel, OutboxState

LEASE = timedelta(minutes=2)
SEND_TIMEOUT_SECONDS = 60
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=1)
MAX_ATTEMPTS = 20

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Leased:
    id: UUID
    channel: OutboxChannel
    attempt: int
    payload: bytes | None
    expired: bool


class Dispatcher:
    """Sends what the outbox holds. A lease outlives a killed worker, never a sent message."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        clock: Clock,
        metrics: Metrics,
        *,
        mailer: Mailer,
        sms: SmsSender,
        concurrency: int,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._metrics = metrics
        self._mailer = mailer
        self._sms = sms
        self._concurrency = concurrency

    async def run_once(self) -> int:
        """Lease and send one handful of due messages; how many there were."""
        leased = await self._lease()
        await asyncio.gather(*(self._deliver(message) for message in leased))
        if not leased:
            await self._measure_lag()
        return len(leased)

    async def _measure_lag(self) -> None:
        """Tell the metrics how old the oldest waiting message is."""
        async with self._database.read() as connection:
            oldest = await OutboxReader(connection).oldest_pending()
        age = (self._clock.now() - oldest).total_seconds() if oldest else 0.0
        self._metrics.outbox_lag.set(max(age, 0.0))

    async def _lease(self) -> list[_Leased]:
        now = self._clock.now()
        async with self._database.short_transaction("lease_outbox") as session:
            due = await OutboxRepository(session).claim_due(now, now + LEASE, self._concurrency)
            return [
                _Leased(
                    id=message.id,
                    channel=message.channel,
                    attempt=message.attempts,
                    payload=message.payload_sealed,
                    expired=_is_too_late(message, now),
                )
                for message in due
            ]

    async def _deliver(self, message: _Leased) -> None:
        now = self._clock.now
        failure = None
        try:
            if message.expired or message.payload is None:
                raise DeliveryRefused("expired")  # noqa: TRY301 - the same end as a refusal
            async with asyncio.timeout(SEND_TIMEOUT_SECONDS):
                await self._send(message)
            values: dict[str, object] = {
                "state": OutboxState.SENT,
                "payload_sealed": None,
                "finished_at": now(),
            }
        except DeliveryRefused:
            failure = "expired" if message.expired else "refused"
        except (DeliveryFailed, TimeoutError):
            failure = "failed"
        except Exception as error:
            failure = type(error).__name__
            log.exception("delivery_fault", outbox_id=str(message.id), channel=message.channel)
        if failure in {"expired", "refused"} or (failure and message.attempt >= MAX_ATTEMPTS):
            values = {
                "state": OutboxState.DEAD,
                "payload_sealed": None,
                "failure": failure,
                "finished_at": now(),
            }
        elif failure:
            values = {"next_attempt_at": now() + retry_delay(message.attempt), "failure": failure}
        await self._finish(message, values)
        self._metrics.outbox.labels(message.channel.value, failure or "sent").inc()

    async def _send(self, message: _Leased) -> None:
        letter = open_letter(self._keyring, message.id, message.payload or b"")
        if message.channel is OutboxChannel.SMS:
            await self._sms.send_sms(to=letter.to, text=letter.text)
        else:
            await self._mailer.send_email(
                sender=letter.sender, to=letter.to, subject=letter.subject, text=letter.text
            )

    async def _finish(self, message: _Leased, values: dict[str, object]) -> None:
        async with self._database.short_transaction("finish_outbox") as session:
            await OutboxRepository(session).finish(message.id, message.attempt, values)


def retry_delay(attempt: int) -> timedelta:
    """5 s, doubled with each attempt, an hour at most."""
    doubled: timedelta = FIRST_RETRY * 2 ** (attempt - 1)
    return min(doubled, LONGEST_RETRY)


def _is_too_late(message: OutboxMessage, now: datetime) -> bool:
    return message.expires_at is not None and message.expires_at <= now
