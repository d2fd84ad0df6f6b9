"""Questions about the audit trail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models.audit import AuditEntry, AuditSegment
from app.repositories.base import AnyRow, insert_into, table_of

_ENTRIES = table_of(AuditEntry)
_SEGMENTS = table_of(AuditSegment)
HASHED_COLUMNS = [
    column for column in _ENTRIES.columns if column.name not in {"hash", "segment_id"}
]
_OPEN_SEGMENT = (
    select(
        _SEGMENTS.c.id,
        _SEGMENTS.c.lane,
        _SEGMENTS.c.number,
        _SEGMENTS.c.length,
        _SEGMENTS.c.head_hash,
    )
    .where(_SEGMENTS.c.lane == bindparam("lane"), _SEGMENTS.c.closed_at.is_(None))
    .with_for_update()
)
_ADD_SEGMENT = insert(_SEGMENTS)
_ADD_ENTRIES = insert(_ENTRIES)
_RECORD_END = (
    update(_SEGMENTS)
    .where(_SEGMENTS.c.id == bindparam("segment_id"))
    .values(
        length=bindparam("length"),
        head_hash=bindparam("head_hash"),
        closed_at=bindparam("closed_at"),
    )
)


@dataclass(slots=True)
class OpenSegment:
    """The end of a lane's chain, locked by the transaction that continues it."""

    id: UUID
    lane: int
    number: int
    length: int
    head_hash: bytes


class AuditRepository:
    """The write road. Statements are made once: nearly every write of the product is audited."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock_open_segment(self, lane: int) -> OpenSegment | None:
        """The lane's open segment, locked until the end of the transaction. Flushes before:
        whatever else the transaction has to write comes before its last lock.
        """
        await self._session.flush()
        row = (await self._session.execute(_OPEN_SEGMENT, {"lane": lane})).one_or_none()
        return OpenSegment(*row) if row else None

    async def open_first_segment(self, values: dict[str, Any]) -> None:
        """Begin a lane; harmless when another writer just did."""
        statement = insert_into(self._session, AuditSegment).values(values)
        await self._session.execute(statement.on_conflict_do_nothing())

    async def open_next_segment(self, values: dict[str, Any]) -> None:
        """Go on after a full segment, whose closing was recorded before."""
        await self._session.execute(_ADD_SEGMENT, values)

    async def record_end(self, segment: OpenSegment, closed_at: datetime | None = None) -> None:
        """How long the chain is now, and its head; with `closed_at`, for good."""
        parameters = {
            "segment_id": segment.id,
            "length": segment.length,
            "head_hash": segment.head_hash,
            "closed_at": closed_at,
        }
        await self._session.execute(_RECORD_END, parameters)

    async def add_entries(self, entries: list[dict[str, Any]]) -> None:
        """Keep entries, each with its place in a segment."""
        await self._session.execute(_ADD_ENTRIES, entries)


class AuditReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_segments(self) -> list[AnyRow]:
        """Every segment, lane by lane, oldest first."""
        question = select(AuditSegment.__table__).order_by(AuditSegment.lane, AuditSegment.number)
        return list((await self._connection.execute(question)).all())

    async def list_entries(self, segment_id: UUID, start: int, end: int) -> list[AnyRow]:
        """The entries of a segment from position `start` to before `end`, in their order."""
        question = (
            select(*HASHED_COLUMNS, AuditEntry.hash)
            .where(
                AuditEntry.segment_id == segment_id,
                AuditEntry.position >= start,
                AuditEntry.position < end,
            )
            .order_by(AuditEntry.position)
        )
        return list((await self._connection.execute(question)).all())

    async def count_surplus(self, segment_id: UUID) -> int:
        """Entries more than the segment says it holds; one statement, so one moment."""
        entries = select(func.count()).where(AuditEntry.segment_id == segment_id).scalar_subquery()
        question = select(entries - AuditSegment.length).where(AuditSegment.id == segment_id)
        surplus: int = (await self._connection.execute(question)).scalar_one()
        return surplus
