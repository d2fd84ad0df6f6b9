"""What repositories share."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from sqlalchemy import Row, Table, Uuid, bindparam, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from app.database.types import UTCDateTime
from app.models.base import Base

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


def table_of(model: type[Base]) -> Table:
    """The table of a model: statements on it neither load, nor flush, nor refresh entities."""
    return cast(Table, model.__table__)


def values_of(entity: Base) -> dict[str, Any]:
    """The columns of an entity that no session has, as a Core insert takes them."""
    return {column.name: getattr(entity, column.name) for column in entity.__table__.columns}


def insert_into(session: AsyncSession, table: Any) -> "postgresql.Insert | sqlite.Insert":
    """An insert that can say ON CONFLICT: both databases do, each in its own dialect."""
    return insert_for(dialect_of(session), table)


def dialect_of(session: AsyncSession) -> str:
    """The name of the database behind the session: the key of statements made once for each."""
    return session.get_bind().dialect.name


def insert_for(dialect: str, table: Any) -> "postgresql.Insert | sqlite.Insert":
    """As `insert_into`, for a statement that is made once."""
    target: Table = getattr(table, "__table__", table)
    # Each process speaks one dialect, and loads no other.
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite  # noqa: PLC0415

        return sqlite.insert(target)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415

    return postgresql.insert(target)
