"""Questions about communes: by the beginning of a name or postal code, by name, all of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.database.reading import fetch_all
from app.models.commune import Commune, CommunePostalCode
from app.repositories.base import AnyRow, table_of
from app.repositories.feeds.batches import Values

LAST = "\U0010ffff"
"""After every character: what begins with a text lies between it and it with this."""
COMMUNE_COLUMNS = (
    Commune.insee_code,
    Commune.name,
    Commune.postal_codes,
    Commune.population,
    Commune.lat,
    Commune.lon,
    Commune.approximate,
)
"""What a place is made of, in this order."""
_LARGEST_FIRST = (Commune.population.desc(), Commune.insee_code)
_FIRST: BindParameter[str] = bindparam("first")
_LAST: BindParameter[str] = bindparam("last")
_BY_NAME_START = (
    select(*COMMUNE_COLUMNS)
    .where(Commune.place_key.between(_FIRST, _LAST))
    .order_by(*_LARGEST_FIRST)
    .limit(bindparam("limit"))
)
_BY_POSTAL_START = (
    select(*COMMUNE_COLUMNS)
    .where(
        Commune.insee_code.in_(
            select(CommunePostalCode.insee_code).where(
                CommunePostalCode.postal_code.between(_FIRST, _LAST)
            )
        )
    )
    .order_by(*_LARGEST_FIRST)
    .limit(bindparam("limit"))
)
_NAMED = (
    select(*COMMUNE_COLUMNS)
    .where(Commune.place_key == bindparam("place_key"))
    .order_by(*_LARGEST_FIRST)
)
_AT_POSTAL_CODE = (
    select(*COMMUNE_COLUMNS, Commune.place_key)
    .join(CommunePostalCode, CommunePostalCode.insee_code == Commune.insee_code)
    .where(CommunePostalCode.postal_code == bindparam("postal_code"))
    .order_by(*_LARGEST_FIRST)
)
_OF_CODES = select(*COMMUNE_COLUMNS).where(
    Commune.insee_code.in_(bindparam("insee_codes", expanding=True))
)
_KEYS = select(Commune.place_key, Commune.insee_code).order_by(*_LARGEST_FIRST)
_ALL = select(*COMMUNE_COLUMNS, Commune.place_key)
BATCH = 2_000


class CommuneReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def starting(self, place_key: str, limit: int) -> Sequence[Sequence[Any]]:
        """Communes whose name begins so, the most populated first; cells are COMMUNE_COLUMNS."""
        bounds = {"first": place_key, "last": place_key + LAST, "limit": limit}
        return await fetch_all(self._connection, _BY_NAME_START, bounds)

    async def starting_with_postal_code(self, digits: str, limit: int) -> Sequence[Sequence[Any]]:
        """Communes with a postal code that begins so, the most populated first."""
        bounds = {"first": digits, "last": digits + LAST, "limit": limit}
        return await fetch_all(self._connection, _BY_POSTAL_START, bounds)

    async def named(self, place_key: str) -> Sequence[AnyRow]:
        """Communes of exactly this name, the most populated first."""
        rows = await self._connection.execute(_NAMED, {"place_key": place_key})
        return rows.all()

    async def at_postal_code(self, postal_code: str) -> Sequence[AnyRow]:
        """Communes of a postal code, each with its `place_key`, the most populated first."""
        rows = await self._connection.execute(_AT_POSTAL_CODE, {"postal_code": postal_code})
        return rows.all()

    async def of_codes(self, insee_codes: Iterable[str]) -> dict[str, AnyRow]:
        """Communes by their INSEE codes."""
        wanted = {"insee_codes": list(insee_codes)}
        return {row.insee_code: row for row in await self._connection.execute(_OF_CODES, wanted)}

    async def list_keys(self) -> Sequence[AnyRow]:
        """Name and code of every commune, the most populated first."""
        return (await self._connection.execute(_KEYS)).all()

    async def list_all(self) -> Sequence[AnyRow]:
        """Every commune, with its `place_key`: tens of thousands."""
        return (await self._connection.execute(_ALL)).all()


class CommuneRepository:
    """The write road: the table is replaced whole."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def replace(self, communes: Sequence[Values], postal_codes: Sequence[Values]) -> None:
        """These communes and no others."""
        codes, table = table_of(CommunePostalCode), table_of(Commune)
        await self._session.execute(delete(codes))
        await self._session.execute(delete(table))
        for target, rows in ((table, communes), (codes, postal_codes)):
            for start in range(0, len(rows), BATCH):
                await self._session.execute(insert(target), rows[start : start + BATCH])
