"""What the questions of a batch share."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, bindparam, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.repositories.base import AnyRow, padded

ROW_ID = "row_id"
Values = Mapping[str, Any]


class BatchRepository:
    """The write road of one table that a feed fills."""

    def __init__(self, session: AsyncSession, portfolio_id: UUID) -> None:
        self._session = session
        self._portfolio_id = portfolio_id

    async def _find(
        self, question: Executable, values: Iterable[Any], **parameters: Any
    ) -> list[AnyRow]:
        wanted = padded(values)
        if not wanted:
            return []
        parameters |= {"wanted": wanted, "portfolio_id": self._portfolio_id}
        return list((await self._session.execute(question, parameters)).all())

    async def _insert(self, model: Any, rows: Sequence[Values]) -> None:
        if rows:
            await self._session.execute(insert(model.__table__), rows)

    async def _update(self, model: Any, rows: Sequence[Values]) -> None:
        if rows:
            table = model.__table__
            await self._session.execute(update(table).where(table.c.id == bindparam(ROW_ID)), rows)
