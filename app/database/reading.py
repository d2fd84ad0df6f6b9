"""The short way of the read road, for statements on every signed-in request's path.

SQLAlchemy runs a compiled statement in about four times the time asyncpg needs for it. Here a
Core statement is compiled once and handed to the driver of the very connection that was checked
out. Whatever is not ordinary (SQLite, a broken connection, a plan gone stale) takes the long way:
the statement only reads, running it again changes nothing, and SQLAlchemy knows what to do.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncConnection

AnySelect = Select[*tuple[Any, ...]]


async def fetch_all(
    connection: AsyncConnection, statement: AnySelect, parameters: Mapping[str, Any]
) -> Sequence[Sequence[Any]]:
    """The rows, read by position: columns must need no conversion of ours on PostgreSQL.

    The statement must be made once (it is the key of its compiled form) and have no `IN` list.
    """
    if connection.dialect.name == "postgresql":
        sql, arrange = _compiled(statement)
        driver: Any = connection.sync_connection.connection.driver_connection  # type: ignore[union-attr]
        try:
            rows: Sequence[Sequence[Any]] = await driver.fetch(sql, *arrange(parameters))
        except _failures():
            pass
        else:
            return rows
    return (await connection.execute(statement, parameters)).all()


async def fetch_named(
    connection: AsyncConnection, statement: AnySelect, parameters: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The rows of `fetch_all` by the names that the statement gives its columns."""
    names = _names(statement)
    rows = await fetch_all(connection, statement, parameters)
    return [dict(zip(names, row, strict=True)) for row in rows]


@lru_cache(maxsize=256)
def _names(statement: AnySelect) -> tuple[str, ...]:
    return tuple(statement.selected_columns.keys())


@lru_cache(maxsize=256)
def _compiled(statement: AnySelect) -> tuple[str, Callable[[Mapping[str, Any]], list[Any]]]:
    # Only where this database is used.
    from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg  # noqa: PLC0415

    compiled = statement.compile(dialect=PGDialect_asyncpg())  # type: ignore[no-untyped-call]
    names: Sequence[str] = compiled.positiontup or ()
    constants = compiled.params

    def arrange(parameters: Mapping[str, Any]) -> list[Any]:
        return [parameters[name] if name in parameters else constants[name] for name in names]

    return str(compiled), arrange


def _failures() -> tuple[type[BaseException], ...]:
    import asyncpg  # noqa: PLC0415 - loaded already, wherever this is asked

    return (
        asyncpg.InvalidCachedStatementError,
        asyncpg.PostgresConnectionError,
        asyncpg.InterfaceError,
        OSError,
    )
