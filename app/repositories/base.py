"""What repositories share."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from sqlalchemy import BindParameter, Row, Table, Uuid, bindparam, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from app.database.types import UTCDateTime
from app.models.base import Base
from app.values.ids import NO_ID

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

AnyRow = Row[*tuple[Any, ...]]
"""A row of the read road: columns by name, as the statement selected them."""
Position = tuple[datetime, UUID]
"""Where a list by moment and id goes on, newest first."""
LATEST: Position = (datetime.max.replace(tzinfo=UTC), UUID(int=(1 << 128) - 1))
LATEST_DAY: tuple[date, UUID] = (date.max, LATEST[1])
"""The beginning of a list by day and id, newest first."""
BEGINNING: Position = (datetime.min.replace(tzinfo=UTC), NO_ID)
"""The beginning of a list by moment and id, oldest first."""
AFTER_ROW = tuple_(
    bindparam("after_moment", type_=UTCDateTime()), bindparam("after_id", type_=Uuid())
)
"""To be compared with the moment and id of a row; `LATEST` or `BEGINNING` is where to begin."""

WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
"""The references, or keys, that a question of a batch is about."""


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


def padded(values: Iterable[Any]) -> list[Any]:
    """The distinct values, the last repeated up to a power of two.

    The length of an IN list is part of the statement's text: batches of every size would each
    have the database plan, and the driver remember, a statement of their own.
    """
    distinct = sorted(set(values))
    size = 1
    while size < len(distinct):
        size *= 2
    return distinct + distinct[-1:] * (size - len(distinct))
