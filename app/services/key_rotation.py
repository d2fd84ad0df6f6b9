"""Rotation of encryption keys: what an old key sealed is sealed again with the current one.

Servers and workers go on meanwhile: a value opens as long as its key is held, and each step is a
short transaction. Run again, a rotation goes on where it stopped.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.database.database import Database
from app.gateways.clock import Clock
from app.repositories.base import AnyRow
from app.repositories.sealed_values import SealedValueReader, SealedValueRepository
from app.security.keyring import Keyring, SealBroken
from app.security.sealed_places import SealedPlace
from app.security.secrets import DemoSecrets
from app.services.audit import AuditRecord, AuditTrail
from app.values.audit import ActorKind, AuditAction, AuditResult

BATCH_ROWS = 300
PAUSES = (0.0, 0.0, 1.0, 5.0)
"""Seconds before each pass. The later ones find what was being written while an earlier one passed,
with an old key or by whoever held the row."""

KeyUse = dict[SealedPlace, dict[str, int]]
"""How many values of each place each key sealed."""
Announce = Callable[[int], None]
"""Told how many more values were dealt with."""


@dataclass(slots=True)
class Resealed:
    """What a rotation did: how many values it sealed again, and which ones did not open."""

    values: int = 0
    broken: set[tuple[SealedPlace, UUID]] = field(default_factory=set)


class KeyRotation:
    """Counts what each key sealed, and seals again. `demo` makes the demo's new keys."""

    def __init__(
        self, database: Database, keyring: Keyring, clock: Clock, demo: DemoSecrets | None
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._demo = demo

    async def begin(self) -> bool:
        """Make the demo's new keys; not while a former key has values left, nor elsewhere.

        In production new keys come with the environment, before the rotation.
        """
        if self._demo is None:
            return False
        before = self._demo.read()
        former = before.encryption_keys.keys() - {before.encryption_key_id}
        if former & total_by_key(await self.count()).keys():
            return False
        self._demo.rotate(before)
        return True

    async def count(self) -> KeyUse:
        """How many values of each place each key sealed."""
        async with self._database.read() as connection:
            return {
                place: await SealedValueReader(connection, place).count_by_key()
                for place in SealedPlace
            }

    async def reseal(self, announce: Announce) -> Resealed:
        """Seal with the current key whatever another one sealed.

        A value that somebody else changes meanwhile is left to its new state. One that does not
        open (altered, or its key is not held) is left as it is.
        """
        done = Resealed()
        for pause in PAUSES:
            await asyncio.sleep(pause)
            found = 0
            for place in SealedPlace:
                found += await self._pass(place, done, announce)
            if not found:
                break
        return done

    async def record(self, *, finished: bool) -> None:
        """Leave a trace of the rotation; `finished`: no other key has any value left."""
        async with self._database.unit_of_work() as session:
            AuditTrail(session, self._keyring, self._clock).record(
                AuditRecord(
                    action=AuditAction.KEYS_ROTATED,
                    result=AuditResult.SUCCEEDED,
                    actor_kind=ActorKind.OPERATOR,
                    reason="finished" if finished else "unfinished",
                )
            )

    async def _pass(self, place: SealedPlace, done: Resealed, announce: Announce) -> int:
        """How many values, of those that open, another key than the current one had sealed."""
        found, after = 0, None
        while rows := await self._next(place, after):
            after = rows[-1].id
            values = list(self._sealed_again(place, rows, done))
            found += len(values)
            if values:
                async with self._database.short_transaction("reseal") as session:
                    replaced = await SealedValueRepository(session, place).replace(values)
                done.values += replaced
                announce(replaced)
        return found

    def _sealed_again(
        self, place: SealedPlace, rows: Sequence[AnyRow], done: Resealed
    ) -> Iterator[dict[str, Any]]:
        for row in rows:
            try:
                plain = self._keyring.open(row.sealed, place, row.id)
            except SealBroken:
                done.broken.add((place, row.id))
                continue
            new = self._keyring.seal(plain, place, row.id)
            yield {"row_id": row.id, "old": row.sealed, "new": new}

    async def _next(self, place: SealedPlace, after: UUID | None) -> list[AnyRow]:
        # Looked for, and sealed, outside the transaction: others wait for a write alone.
        async with self._database.read() as connection:
            return await SealedValueReader(connection, place).list_without(
                self._keyring.header, after=after, limit=BATCH_ROWS
            )


def total_by_key(use: KeyUse) -> Counter[str]:
    """How many values each key sealed, over all places."""
    total: Counter[str] = Counter()
    for counts in use.values():
        total.update(counts)
    return total
