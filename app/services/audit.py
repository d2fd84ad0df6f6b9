"""The audit trail: who did what to whose file, in chains that show one altered row.

Entries of a unit of work are put aside and chained just before its commit: the lane's lock is
then the last one taken and the shortest held. Lanes let writers pass each other.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.database.database import Database, last_before_commit
from app.gateways.clock import Clock
from app.repositories.audit import HASHED_COLUMNS, AuditReader, AuditRepository, OpenSegment
from app.repositories.base import AnyRow
from app.security.keyring import Keyring
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.ids import new_id
from app.values.principals import CurrentMember, RequestOrigin

LANES = 8
SEGMENT_LENGTH = 10_000
READ_AT_ONCE = 1_000
GENESIS = bytes(32)
PENDING = "audit_entries"


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One thing done, before it is chained. `reason` is a code, never input."""

    action: AuditAction
    result: AuditResult
    actor_kind: ActorKind
    portfolio_id: UUID | None = None
    actor_id: UUID | None = None
    account_id: UUID | None = None
    subject_id: UUID | None = None
    reason: str | None = None
    session_id: UUID | None = None
    device_id: UUID | None = None

    @classmethod
    def by(
        cls,
        member: CurrentMember,
        action: AuditAction,
        *,
        subject_id: UUID | None = None,
        reason: str | None = None,
    ) -> Self:
        """What a signed-in person did, to their own account or by it."""
        return cls(
            action=action,
            result=AuditResult.SUCCEEDED,
            actor_kind=ActorKind.MEMBER,
            portfolio_id=member.portfolio_id,
            actor_id=member.account_id,
            account_id=member.account_id,
            subject_id=subject_id,
            reason=reason,
            session_id=member.session_id,
            device_id=member.device_id,
        )


class AuditTrail:
    """Appends to the trail inside somebody's transaction."""

    def __init__(self, session: AsyncSession, keyring: Keyring, clock: Clock) -> None:
        self._session = session
        self._keyring = keyring
        self._clock = clock

    def record(self, record: AuditRecord, origin: RequestOrigin | None = None) -> None:
        """Put one entry aside; it is written with the rest of the transaction, or not at all."""
        pending: list[dict[str, Any]] = self._session.info.setdefault(PENDING, [])
        if not pending:
            last_before_commit(self._session, self._chain)
        pending.append(
            {
                "id": new_id(),
                "at": self._clock.now(),
                **{name: getattr(record, name) for name in AuditRecord.__slots__},
                "ip": origin.ip if origin else None,
                "request_id": origin.request_id if origin else None,
            }
        )

    async def _chain(self, session: AsyncSession) -> None:
        repository = AuditRepository(session)
        segment = await self._open_segment(repository, secrets.randbelow(LANES))
        entries = []
        for values in session.info.pop(PENDING):
            if segment.length >= SEGMENT_LENGTH:
                segment = await self._next_segment(repository, segment)
            placed = {**values, "position": segment.length}
            segment.head_hash = chained_hash(self._keyring, segment.head_hash, placed)
            segment.length += 1
            entries.append({**placed, "segment_id": segment.id, "hash": segment.head_hash})
        await repository.add_entries(entries)
        await repository.record_end(segment)

    async def _open_segment(self, repository: AuditRepository, lane: int) -> OpenSegment:
        segment = await repository.lock_open_segment(lane)
        if segment is None:
            await repository.open_first_segment(
                _segment_values(lane, 1, GENESIS, self._clock.now())
            )
            segment = await repository.lock_open_segment(lane)
        if segment is None:
            raise LookupError(f"audit lane {lane} has no open segment")
        return segment

    async def _next_segment(self, repository: AuditRepository, full: OpenSegment) -> OpenSegment:
        now, number = self._clock.now(), full.number + 1
        await repository.record_end(full, closed_at=now)
        values = _segment_values(full.lane, number, full.head_hash, now)
        await repository.open_next_segment(values)
        return OpenSegment(values["id"], full.lane, number, 0, full.head_hash)


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """What verifying found: how much was read, and the first broken place, if any."""

    segments: int
    entries: int
    broken: str | None


class AuditVerification:
    """Reads every chain again and says where one is broken."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def verify(self) -> AuditVerdict:
        """Recompute every hash; one altered, added or missing row shows.

        Writers may go on: each segment is read as long as it was when the reading began.
        """
        entries = 0
        async with self._database.read() as connection:
            reader = AuditReader(connection)
            segments = await reader.list_segments()
            anchors: dict[int, bytes] = {}
            for segment in segments:
                fault = await self._fault_in(reader, segment, anchors.get(segment.lane))
                if fault:
                    place = f"lane {segment.lane}, segment {segment.number}, {fault}"
                    return AuditVerdict(len(segments), entries, place)
                anchors[segment.lane] = segment.head_hash
                entries += segment.length
        return AuditVerdict(len(segments), entries, None)

    async def _fault_in(
        self, reader: AuditReader, segment: AnyRow, anchor: bytes | None
    ) -> str | None:
        if anchor is not None and segment.anchor_hash != anchor:
            return "anchor"
        head, length = segment.anchor_hash, 0
        for start in range(0, segment.length, READ_AT_ONCE):
            end = min(start + READ_AT_ONCE, segment.length)
            for row in await reader.list_entries(segment.id, start, end):
                values = {column.name: getattr(row, column.name) for column in HASHED_COLUMNS}
                head = chained_hash(self._keyring, head, values)
                if row.position != length or head != row.hash:
                    return f"entry {length}"
                length += 1
        if length != segment.length or head != segment.head_hash:
            return f"entry {length}"
        return "end" if await reader.count_surplus(segment.id) else None


def chained_hash(keyring: Keyring, previous: bytes, values: dict[str, Any]) -> bytes:
    """HMAC over the entry before and every column of this one."""
    # `default=str`: asyncpg reads identifiers as a subclass of UUID that orjson does not know.
    text = orjson.dumps(values, option=orjson.OPT_SORT_KEYS, default=str)
    return keyring.mac("audit", previous, text)


def _segment_values(lane: int, number: int, anchor: bytes, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "lane": lane,
        "number": number,
        "opened_at": now,
        "closed_at": None,
        "anchor_hash": anchor,
        "head_hash": anchor,
        "length": 0,
    }
