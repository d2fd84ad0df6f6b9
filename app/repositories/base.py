"""What repositories share."""

from typing import Any

from sqlalchemy import Row, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

AnyRow = Row[*tuple[Any, ...]]
"""A row of the read road: columns by name, as the statement selected them."""


def insert_into(session: AsyncSession, table: Any) -> postgresql.Insert | sqlite.Insert:
    """An insert that can say ON CONFLICT: both databases do, each in its own dialect."""
    target: Table = getattr(table, "__table__", table)
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(target)
    return postgresql.insert(target)
