"""Questions of the feeds about tariffs."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select

from app.models.tariff import Tariff
from app.repositories.base import WANTED, AnyRow
from app.repositories.feeds.batches import BatchRepository, Values

_BY_REF = select(Tariff.id, Tariff.ref, Tariff.feed_hash).where(
    Tariff.portfolio_id == bindparam("portfolio_id"), Tariff.ref.in_(WANTED)
)


class TariffFeedRepository(BatchRepository):
    """The write road of tariffs."""

    async def find_by_refs(self, refs: Iterable[str]) -> dict[str, AnyRow]:
        """Id and hash of the tariffs of these references."""
        return {row.ref: row for row in await self._find(_BY_REF, refs)}

    async def insert(self, rows: Sequence[Values]) -> None:
        """Keep new tariffs."""
        await self._insert(Tariff, rows)

    async def update(self, rows: Sequence[Values]) -> None:
        """Change tariffs; each row names its own by `row_id`."""
        await self._update(Tariff, rows)
