"""Questions about the audit trail."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models.audit import AuditEntry, AuditSegment
from app.repositories.base import AnyRow, insert_into

HASHED_COLUMNS = [
    column for column in AuditEntry.__table__.columns if column.name not in {"hash", "segment_id"}
]


class AuditRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock_open_segment(self, lane: int) -> AuditSegment | None:
        """The lane's open segment, locked until the end of the transaction."""
        question = (
            select(AuditSegment)
            .where(AuditSegment.lane == lane, AuditSegment.closed_at.is_(None))
            .with_for_update()
        )
        return await self._session.scalar(question)

    async def open_first_segment(self, values: dict[str, Any]) -> None:
        """Begin a lane; harmless when another writer just did."""
        statement = insert_into(self._session, AuditSegment).values(values)
        await self._session.execute(statement.on_conflict_do_nothing())

    def add(self, row: AuditEntry | AuditSegment) -> None:
        """Keep an entry, or the segment that follows a full one."""
        self._session.add(row)


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
