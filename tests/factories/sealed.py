"""Rows with a sealed value, whatever table they are in."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Enum,
    Integer,
    LargeBinary,
    String,
    Table,
    Uuid,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from app.container import Container
from app.database.types import UTCDateTime
from app.repositories.sealed_values import column_of
from app.security.sealed_places import SealedPlace
from app.values.ids import new_id

FILLINGS: dict[type[TypeEngine[Any]], Callable[[], Any]] = {
    UTCDateTime: lambda: datetime.now(UTC),
    Date: lambda: date(2026, 3, 14),
    Boolean: lambda: False,
    Integer: lambda: 1,
    LargeBinary: lambda: new_id().bytes * 2,
    Uuid: new_id,
    JSON: dict,
}
"""What a column that must not be null holds, by its type; texts and enumerations apart."""


async def put_sealed(container: Container, place: SealedPlace, plain: bytes) -> UUID:
    """A row of the place with this value, and the rows that it refers to."""
    row_id, column = new_id(), column_of(place)
    sealed = container.keyring.seal(plain, place, row_id)
    async with container.database.unit_of_work() as session:
        await _put(session, column.table, id=row_id, **{column.name: sealed})
    return row_id


async def overwrite(container: Container, place: SealedPlace, row_id: UUID, sealed: bytes) -> None:
    """Put another value in the row's place, as somebody with the database could."""
    column = column_of(place)
    async with container.database.unit_of_work() as session:
        changed = update(column.table).where(column.table.c.id == row_id)
        await session.execute(changed.values({column: sealed}))


async def sealed_values(container: Container, place: SealedPlace) -> dict[UUID, bytes]:
    """Every value of a place as it rests, by its row."""
    column = column_of(place)
    question = select(column.table.c.id, column).where(column.is_not(None))
    async with container.database.read() as connection:
        return {row[0]: row[1] for row in (await connection.execute(question)).all()}


async def opened_values(container: Container, place: SealedPlace) -> dict[UUID, bytes]:
    """Every value of a place, opened."""
    keyring, sealed = container.keyring, await sealed_values(container, place)
    return {row_id: keyring.open(value, place, row_id) for row_id, value in sealed.items()}


async def _put(session: AsyncSession, table: Any, **values: Any) -> UUID:
    for column in table.columns:
        if column.name not in values and not column.nullable:
            values[column.name] = await _filling(session, column)
    await session.execute(insert(table), values)
    row_id: UUID = values["id"]
    return row_id


async def _filling(session: AsyncSession, column: Column[Any]) -> Any:
    for reference in column.foreign_keys:
        referred: Table = reference.column.table
        return await _put(session, referred)
    if isinstance(column.type, Enum):
        return next(iter(column.type.enum_class or ()))
    if isinstance(column.type, String):
        return new_id().hex[: column.type.length]
    return next(fill() for kind, fill in FILLINGS.items() if isinstance(column.type, kind))
