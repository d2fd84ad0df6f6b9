"""What repositories share."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Row, Table, Uuid, bindparam, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from app.database.types import UTCDateTime

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

AnyRow = Row[*tuple[Any, ...]]
"""A row of the read road: columns by name, as the statement selected them."""
Position = tuple[datetime, UUID]
"""Where a list by moment and id goes on, newest first."""
LATEST: Position = (datetime.max.replace(tzinfo=UTC), UUID(int=(1 << 128) - 1))
AFTER_ROW = tuple_(
    bindparam("after_moment", type_=UTCDateTime()), bindparam("after_id", type_=Uuid())
)
"""To be compared with the moment and id of a row; `LATEST` is the beginning."""


def insert_into(session: AsyncSession, table: Any) -> "postgresql.Insert | sqlite.Insert":
    """An insert that can say ON CONFLICT: both databases do, each in its own dialect."""
    target: Table = getattr(table, "__table__", table)
    # Each process speaks one dialect, and loads no other.
    if session.get_bind().dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite  # noqa: PLC0415

        return sqlite.insert(target)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415

    return postgresql.insert(target)
