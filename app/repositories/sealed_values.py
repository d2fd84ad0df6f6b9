"""Questions about sealed values, whichever table they are in: what a rotation of keys asks."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, bindparam, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models import Base
from app.repositories.base import AnyRow
from app.security.sealed_places import SealedPlace
from app.values.ids import NO_ID

HEADER_BYTES = 2
"""A version and the length of the key's id, which follows (see `security.keyring`)."""


def column_of(place: SealedPlace) -> Column[Any]:
    """Where the values of a place are; their rows are known by `id`."""
    table, _, name = place.value.partition(".")
    return Base.metadata.tables[table].c[f"{name}_sealed"]


class SealedValueReader:
    """The read road of one place."""

    def __init__(self, connection: AsyncConnection, place: SealedPlace) -> None:
        self._connection = connection
        self._column = column_of(place)

    async def count_by_key(self) -> dict[str, int]:
        """How many values each key sealed, by the key's id."""
        key_id = func.substr(self._column, HEADER_BYTES + 1, self._length_of_key_id())
        question = select(key_id, func.count()).where(self._column.is_not(None)).group_by(key_id)
        rows = (await self._connection.execute(question)).all()
        return {bytes(name or b"").decode(errors="replace"): count for name, count in rows}

    async def list_without(self, header: bytes, *, after: UUID | None, limit: int) -> list[AnyRow]:
        """Rows by id, from just above `after`, whose value does not begin with `header`."""
        row_id = self._column.table.c.id
        question = (
            select(row_id, self._column.label("sealed"))
            .where(
                row_id > (after or NO_ID),
                self._column.is_not(None),
                func.substr(self._column, 1, len(header)) != header,
            )
            .order_by(row_id)
            .limit(limit)
        )
        return list((await self._connection.execute(question)).all())

    def _length_of_key_id(self) -> ColumnElement[int]:
        if self._connection.dialect.name == "postgresql":
            # A value too short to have this byte would be an error there.
            short = func.length(self._column) < HEADER_BYTES
            return case((short, 0), else_=func.get_byte(self._column, HEADER_BYTES - 1))
        return func.unicode(func.substr(self._column, HEADER_BYTES, 1))


class SealedValueRepository:
    """The write road of one place."""

    def __init__(self, session: AsyncSession, place: SealedPlace) -> None:
        self._session = session
        self._column = column_of(place)

    async def replace(self, values: Sequence[Mapping[str, Any]]) -> int:
        """Put `new` in the row `row_id` where `old` still is; how many rows there were.

        A row that somebody else is writing is passed over: a batch of a feed locks its rows in an
        order of its own, and two that wait for each other would end with one of them failing.
        """
        table = self._column.table
        old = {value["row_id"]: value["old"] for value in values}
        question = (
            select(table.c.id, self._column.label("sealed"))
            .where(table.c.id.in_(old))
            .with_for_update(skip_locked=True, key_share=True)
        )
        rows = (await self._session.execute(question)).all()
        unchanged = {row.id for row in rows if row.sealed == old[row.id]}
        if wanted := [value for value in values if value["row_id"] in unchanged]:
            change = update(table).where(table.c.id == bindparam("row_id"))
            await self._session.execute(change.values({self._column: bindparam("new")}), wanted)
        return len(wanted)
