"""Questions of the feeds about statements and their lines."""

from collections.abc import Iterable, Sequence
from json import dumps
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.exc import IntegrityError

from app.models.statement import Statement, StatementLine
from app.repositories.base import WANTED, AnyRow, padded
from app.repositories.feeds.batches import BatchRepository, Values

_BY_REF = select(Statement.id, Statement.ref, Statement.feed_hash).where(
    Statement.portfolio_id == bindparam("portfolio_id"),
    Statement.ref.in_(WANTED),
)
LINE_COLUMNS = (
    "id", "statement_id", "member_id", "beneficiary_id", "position", "care_date", "category",
    "act_code", "act_label", "act_family", "quantity", "provider_name", "provider_rpps",
    "provider_finess", "spent", "base", "statutory_rate", "statutory_gross", "flat_deduction",
    "statutory_net", "other_insurer", "complementary", "left_to_pay", "payee",
    "third_party_payment", "paid_on", "payment_reference", "source", "rule_trace",
)  # fmt: skip
"""Order of the values in the rows of `insert_lines`; the only JSON is the last."""


class StatementFeedRepository(BatchRepository):
    """The write road of statements."""

    async def find_by_refs(self, refs: Iterable[str]) -> dict[str, AnyRow]:
        """Id and hash of the statements of these references."""
        return {row.ref: row for row in await self._find(_BY_REF, refs)}

    async def insert(self, rows: Sequence[Values]) -> None:
        """Keep new statements."""
        await self._insert(Statement, rows)

    async def update(self, rows: Sequence[Values]) -> None:
        """Change statements; each row names its own by `row_id`."""
        await self._update(Statement, rows)

    async def delete_lines_of(self, statement_ids: Sequence[UUID]) -> None:
        """Remove the lines of statements that were sent again."""
        if statement_ids:
            lines = StatementLine.statement_id
            await self._session.execute(
                delete(StatementLine).where(lines.in_(padded(statement_ids)))
            )

    async def insert_lines(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Keep lines, each a tuple in the order of LINE_COLUMNS; their statements are there."""
        if not rows:
            return
        connection = await self._session.connection()
        if connection.dialect.name == "sqlite":
            values = [dict(zip(LINE_COLUMNS, row, strict=True)) for row in rows]
            await self._insert(StatementLine, values)
            return
        # COPY, inside the session's own transaction: two and a half times the lines per second of
        # an executemany insert (13,900 against 5,200 on the same table and machine, indexes and
        # foreign keys as they are).
        # Only where this database is used.
        from asyncpg.exceptions import IntegrityConstraintViolationError  # noqa: PLC0415

        copied = [(*row[:-1], dumps(row[-1])) if row[-1] is not None else row for row in rows]
        raw: Any = (await connection.get_raw_connection()).driver_connection
        try:
            await raw.copy_records_to_table(
                StatementLine.__tablename__, records=copied, columns=LINE_COLUMNS
            )
        except IntegrityConstraintViolationError as error:
            raise IntegrityError("COPY statement_lines", None, error) from error
