"""Merging a whole directory into the table of providers, by set, inside one transaction.

Arrivals wait in a temporary table: nobody else sees it, and it goes with the connection. Rows are
told apart by `source_key` and compared by `digest`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.provider import Provider, ProviderSpecialty
from app.repositories.base import dialect_of, insert_into, table_of
from app.values.providers import ProviderSource

_ARRIVALS = Table(
    "provider_arrivals",
    MetaData(),
    Column("provider_id", Uuid),
    Column("source_key", String(80)),
    Column("rank", BigInteger),
    Column("specialty", String(40)),
    Column("cell", BigInteger),
    Column("x", Integer),
    Column("y", Integer),
    Column("z", Integer),
    Column("rpps", String(11)),
    Column("finess", String(9)),
    Column("name", String(200)),
    Column("structure_name", String(200)),
    Column("street", String(200)),
    Column("postal_code", String(5)),
    Column("city", String(80)),
    Column("phone", String(30)),
    Column("lat", Double),
    Column("lon", Double),
    Column("approximate", Boolean),
    Column("digest", LargeBinary(16)),
    prefixes=["TEMPORARY"],
)
_BY_KEY = Index("ix_provider_arrivals", _ARRIVALS.c.source_key, _ARRIVALS.c.rank)
_BEST = Table(
    "provider_best",
    MetaData(),
    Column("source_key", String(80), primary_key=True),
    Column("rank", BigInteger),
    prefixes=["TEMPORARY"],
)
COLUMNS = tuple(_ARRIVALS.columns.keys())
"""What the cells of an arrival are, in their order."""
_TOLD = (
    "rpps", "finess", "name", "structure_name", "street", "postal_code", "city", "phone", "lat",
    "lon", "approximate", "digest",
)  # fmt: skip
_PLACE = ("cell", "x", "y", "z")
_A, _B = _ARRIVALS.c, _BEST.c
_PROVIDERS, _SPECIALTIES = table_of(Provider), table_of(ProviderSpecialty)
_P, _S = _PROVIDERS.c, _SPECIALTIES.c
_IS_BEST = and_(_A.source_key == _B.source_key, _A.rank == _B.rank)


class ProviderMergeRepository:
    """One directory's arrivals, and what they change."""

    def __init__(self, session: AsyncSession, source: ProviderSource) -> None:
        self._session = session
        self._source = source
        self._of_source = _P.source == source

    async def open(self) -> None:
        """Make the tables where arrivals wait; whole countries take longer than a request may."""
        connection = await self._session.connection()
        if self._is_postgres:
            await self._session.execute(text("SET LOCAL statement_timeout = 0"))
            await self._session.execute(text("SET LOCAL work_mem = '64MB'"))
        await connection.run_sync(_ARRIVALS.create)
        await connection.run_sync(_BEST.create)

    async def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Arrivals, whose cells are COLUMNS: copied in where the database can."""
        connection = await self._session.connection()
        if self._is_postgres:
            raw = await connection.get_raw_connection()
            driver: Any = raw.driver_connection
            await driver.copy_records_to_table(_ARRIVALS.name, records=rows, columns=COLUMNS)
            return
        named = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        await connection.execute(insert(_ARRIVALS), named)

    async def count_known(self) -> int:
        """Providers of the directory that are listed today."""
        statement = select(func.count()).where(self._of_source, _P.retired_at.is_(None))
        return int(await self._session.scalar(statement) or 0)

    async def close_arrivals(self) -> int:
        """Nothing more arrives; how many providers arrived, each with its best description."""
        connection = await self._session.connection()
        best = select(_A.source_key, func.max(_A.rank)).group_by(_A.source_key)
        await connection.execute(insert(_BEST).from_select(["source_key", "rank"], best))
        await self._analyse()
        return int(await self._session.scalar(select(func.count()).select_from(_BEST)) or 0)

    async def create(self, now: datetime) -> int:
        """Keep providers that were not known; how many."""
        known = exists().where(self._of_source, _P.source_key == _A.source_key)
        row = select(
            _A.provider_id,
            literal(self._source.value, String),
            _A.source_key,
            *(_A[name] for name in _TOLD),
            literal(now, _P.created_at.type),
            literal(now, _P.updated_at.type),
        ).where(_IS_BEST, ~known)
        columns = ["id", "source", "source_key", *_TOLD, "created_at", "updated_at"]
        return await self._rows(insert(_PROVIDERS).from_select(columns, row))

    async def change(self, now: datetime) -> int:
        """Change those that are told otherwise, and bring back those that were gone; how many."""
        values = {name: _A[name] for name in _TOLD}
        differs = or_(_P.digest != _A.digest, _P.retired_at.is_not(None))
        statement = (
            update(_PROVIDERS)
            .values(**values, retired_at=None, updated_at=now)
            .where(self._of_source, _P.source_key == _A.source_key, _IS_BEST, differs)
        )
        return await self._rows(statement)

    async def retire(self, now: datetime) -> int:
        """Mark those that did not arrive; how many."""
        arrived = exists().where(_B.source_key == _P.source_key)
        statement = (
            update(_PROVIDERS)
            .values(retired_at=now, updated_at=now)
            .where(self._of_source, _P.retired_at.is_(None), ~arrived)
        )
        return await self._rows(statement)

    async def place(self) -> None:
        """Have each provider offer what its arrivals say, where the best of them says."""
        said, best = _ARRIVALS.alias("said"), _ARRIVALS.alias("best")
        offered = (
            select(_P.id, said.c.specialty, *(best.c[name] for name in _PLACE))
            .join(said, said.c.source_key == _P.source_key)
            .join(_BEST, _B.source_key == _P.source_key)
            .join(best, and_(best.c.source_key == _B.source_key, best.c.rank == _B.rank))
            .where(self._of_source)
            .distinct()
        )
        wanted = offered.subquery("wanted")
        same = and_(
            wanted.c.id == _S.provider_id,
            wanted.c.specialty == _S.specialty,
            *(wanted.c[name] == _S[name] for name in _PLACE),
        )
        mine = _S.provider_id.in_(select(_P.id).where(self._of_source))
        await self._session.execute(
            delete(_SPECIALTIES).where(mine, ~exists(select(1).where(same)))
        )
        columns = ["provider_id", "specialty", *_PLACE]
        statement = insert_into(self._session, ProviderSpecialty).from_select(columns, offered)
        await self._session.execute(statement.on_conflict_do_nothing())

    async def close(self) -> None:
        """Leave nothing behind, and let the database look at what it holds now."""
        connection = await self._session.connection()
        await connection.run_sync(_ARRIVALS.drop)
        await connection.run_sync(_BEST.drop)
        for table in (_PROVIDERS, _SPECIALTIES):
            await self._session.execute(text(f"ANALYZE {table.name}"))

    async def _analyse(self) -> None:
        for table in (_ARRIVALS, _BEST):
            await self._session.execute(text(f"ANALYZE {table.name}"))

    async def _rows(self, statement: Any) -> int:
        result: Any = await self._session.execute(statement)
        return int(result.rowcount)

    @property
    def _is_postgres(self) -> bool:
        return dialect_of(self._session) == "postgresql"
