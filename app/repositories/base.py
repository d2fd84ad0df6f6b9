"""What repositories share."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Table
from sqlalchemy.ext.asyncio import AsyncSession

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

AnyRow = Row[*tuple[Any, ...]]
"""A row of the read road: columns by name, as the statement selected them."""


def insert_into(session: AsyncSession, table: Any) -> "postgresql.Insert | sqlite.Insert":
    """An insert that can say ON CONFLICT: both databases do, each in its own dialect."""
    target: Table = getattr(table, "__table__", table)
    # Each process speaks one dialect, and loads no other.
    if session.get_bind().dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite  # noqa: PLC0415

        return sqlite.insert(target)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415

    return postgresql.insert(target)
