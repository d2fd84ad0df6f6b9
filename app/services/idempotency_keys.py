"""Requests that are sent again: the first answer, once the first request had its effect.

A key is held in a short transaction before the request's unit of work begins, and answered inside
it: the effect and its answer are committed together, or neither is. A request that fails gives the
key up; one whose process was killed loses it after `HOLD`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypedDict
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.database.database import Database
from app.errors.idempotency import IdempotencyKeyBusy, IdempotencyKeyReused
from app.gateways.clock import Clock
from app.repositories.idempotency_keys import IdempotencyKeyRepository
from app.security.keyring import Keyring
from app.security.sealed_places import SealedPlace
from app.values.ids import new_id

LIFETIME = timedelta(hours=24)
HOLD = timedelta(seconds=30)
"""As long as a statement may last: a request that needs more is beaten by its own repetition."""
RETRY_SECONDS = 1
FORGOTTEN_AT_ONCE = 20
"""Each key that is taken makes room by these: what expires never grows, and needs no hour."""
PLACE = SealedPlace.IDEMPOTENCY_KEY_ANSWER


class KeptAnswer(TypedDict):
    """An answer as it left the first time; header names and values in pairs."""

    status: int
    headers: list[list[str]]
    body: str


@dataclass(frozen=True, slots=True)
class KeyUse:
    """A request under a key: whose key it is, and all that the answer depends on."""

    portfolio_id: UUID
    principal_id: UUID
    operation: str
    key: str
    sent: Sequence[bytes]


class IdempotencyKeys:
    """Holds keys, keeps answers, gives keys up."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock

    async def hold(self, use: KeyUse) -> UUID | KeptAnswer:
        """The hold on the key, for the request to go on; or the answer that it had.

        Raises:
            IdempotencyKeyReused: the key came with something else.
            IdempotencyKeyBusy: the request that has it is not done.
        """
        now, held = self._clock.now(), new_id()
        subject, fingerprint = self._subject(use), self._fingerprint(use)
        values = {
            "id": held,
            "subject": subject,
            "fingerprint": fingerprint,
            "held_until": now + HOLD,
            "expires_at": now + LIFETIME,
        }
        async with self._database.short_transaction("hold_idempotency_key") as session:
            keys = IdempotencyKeyRepository(session)
            if await keys.hold(values, now):
                await keys.forget_expired(now, FORGOTTEN_AT_ONCE)
                return held
            row = await keys.find(subject)
        if row is not None and row.fingerprint != fingerprint:
            raise IdempotencyKeyReused
        if row is None or row.answer_sealed is None:
            # None: given up since, by a request that failed.
            raise IdempotencyKeyBusy(retry_after=RETRY_SECONDS)
        kept: KeptAnswer = orjson.loads(self._keyring.open(row.answer_sealed, PLACE, row.id))
        return kept

    async def answer(self, session: AsyncSession, held: UUID, answer: KeptAnswer) -> None:
        """Keep the answer in the unit of work of its effect.

        Raises:
            IdempotencyKeyBusy: it took so long that another request has the key; nothing of this
                one is to stay.
        """
        sealed = self._keyring.seal(orjson.dumps(answer), PLACE, held)
        if not await IdempotencyKeyRepository(session).answer(held, sealed):
            raise IdempotencyKeyBusy(retry_after=RETRY_SECONDS)

    async def free(self, held: UUID) -> None:
        """Give the key up: the request failed, and may be tried again under it."""
        async with self._database.short_transaction("free_idempotency_key") as session:
            await IdempotencyKeyRepository(session).free(held)

    def _subject(self, use: KeyUse) -> bytes:
        whose = (use.portfolio_id.bytes, use.principal_id.bytes, use.operation.encode())
        return self._keyring.mac("idempotency_key", *whose, use.key.encode())

    def _fingerprint(self, use: KeyUse) -> bytes:
        return self._keyring.mac("idempotency_fingerprint", *use.sent)
