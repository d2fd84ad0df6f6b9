"""Abuse limits of the ways in, counted in fixed windows.

What protects one account, number or e-mail is counted in the database, each count in a short
transaction of its own: it stands even when the request around it fails. What protects the service
(requests from an address, the day's SMS) is counted in the rate store, which every process shares.
Subjects are keyed hashes in both; no number, address or e-mail can be read from them.
"""

from datetime import timedelta
from typing import assert_never
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.database.database import Database
from app.errors.authentication import TooManyAttempts
from app.gateways.clock import Clock
from app.repositories.rate_counters import RateCounterRepository
from app.security.keyring import Keyring
from app.services.rates import Rates
from app.values.flows import CodeChannel, FlowKind
from app.values.rates import Limit

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TRIES = (Limit("tries_hour", 20, HOUR), Limit("tries_day", 50, DAY))
DELIVERIES = (Limit("sends_hour", 5, HOUR), Limit("sends_day", 10, DAY))
SENDS_PER_ADDRESS = Limit("sends", 25, timedelta(minutes=5))
LOGIN_FAILURES = Limit("login_failures", 10, timedelta(minutes=15))


class Limits:
    """Counts against the limits of the ways in."""

    def __init__(
        self,
        database: Database,
        rates: Rates,
        keyring: Keyring,
        clock: Clock,
        *,
        sms_daily_budget: int,
    ) -> None:
        self._database = database
        self._rates = rates
        self._keyring = keyring
        self._clock = clock
        self._sms_budget = Limit("sms-budget", sms_daily_budget, DAY)

    def subject_of(self, portfolio_id: UUID, email: str) -> bytes:
        """What stands for an e-mail in flows and counters, whether or not it has an account."""
        return self._keyring.mac("subject", portfolio_id.bytes, email.encode())

    async def count_send_request(self, ip: str) -> None:
        """Count one request for a code from this address, whatever comes of it.

        Raises:
            RateLimited: 25 in five minutes.
            TemporarilyUnavailable: the rate store does not answer.
        """
        await self._rates.take_for_address(SENDS_PER_ADDRESS, ip)

    async def may_deliver(
        self, portfolio_id: UUID, channel: CodeChannel, destination: str, kind: FlowKind
    ) -> bool:
        """Count one message to this destination, if its budgets allow one more.

        Strangers and those who know the password draw on separate budgets: the former cannot
        exhaust the latter. A refusal is not told: it would tell that the destination exists.

        Raises:
            TemporarilyUnavailable: the rate store does not answer.
        """
        parts = (portfolio_id.bytes, destination.encode(), _side(kind))
        async with self._database.short_transaction("count_delivery") as session:
            for limit in DELIVERIES:
                if not await self._take(session, limit, *parts):
                    return False
        # After the destination's own: who hammers one number does not spend everybody's day.
        # E-mails are counted as well, against nothing: both channels take as long and fail alike.
        sent = await self._rates.count(self._sms_budget, channel.value.encode())
        return channel is not CodeChannel.SMS or not sent.is_exceeded

    async def count_try(self, session: AsyncSession, subject: bytes, kind: FlowKind) -> None:
        """Count one code handed in, inside the short transaction that counts the submission.

        Raises:
            TooManyAttempts: 20 in the hour, or 50 in the day, over all flows of this e-mail on one
                side of the password.
        """
        for limit in TRIES:
            if not await self._take(session, limit, subject, _side(kind)):
                raise TooManyAttempts(retry_after=limit.seconds_left(self._clock.now()))

    async def reserve_login(self, subject: bytes, device_id: UUID | None) -> None:
        """Count a login as failed before comparing; `release_login` gives a good one back.

        A known device has a budget of its own, so that a stranger cannot lock its owner out.

        Raises:
            TooManyAttempts: ten failures in a quarter of an hour.
        """
        async with self._database.short_transaction("reserve_login") as session:
            if not await self._take(session, LOGIN_FAILURES, *_login_parts(subject, device_id)):
                left = LOGIN_FAILURES.seconds_left(self._clock.now())
                raise TooManyAttempts(retry_after=left)

    async def release_login(
        self, session: AsyncSession, subject: bytes, device_id: UUID | None
    ) -> None:
        """The password was right: this one was no failure, if what follows stands."""
        key = self._key(LOGIN_FAILURES, *_login_parts(subject, device_id))
        window = LOGIN_FAILURES.window_at(self._clock.now())
        await RateCounterRepository(session).refund(key, window)

    async def _take(self, session: AsyncSession, limit: Limit, *parts: bytes) -> bool:
        window = limit.window_at(self._clock.now())
        return await RateCounterRepository(session).consume(
            self._key(limit, *parts), window, window + limit.window, limit.count
        )

    def _key(self, limit: Limit, *parts: bytes) -> bytes:
        return self._keyring.mac("limit", limit.name.encode(), *parts)


def _side(kind: FlowKind) -> bytes:
    """On whose side of the password a flow of this kind runs: each side has budgets of its own."""
    match kind:
        case FlowKind.ACTIVATION | FlowKind.PASSWORD_RESET:
            return b"stranger"
        case (
            FlowKind.LOGIN
            | FlowKind.STEP_UP
            | FlowKind.PHONE_CHANGE
            | FlowKind.PHONE_RECOVERY
            | FlowKind.EMAIL_CHANGE
        ):
            return b"owner"
        case _:
            assert_never(kind)


def _login_parts(subject: bytes, device_id: UUID | None) -> tuple[bytes, bytes]:
    return subject, device_id.bytes if device_id else b""
