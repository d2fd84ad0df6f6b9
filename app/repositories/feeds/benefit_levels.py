"""Questions of the feeds about benefit levels."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select

from app.models.benefit_level import BenefitLevel
from app.repositories.base import AnyRow
from app.repositories.feeds.batches import WANTED, BatchRepository, Values

_BY_REF = select(BenefitLevel.id, BenefitLevel.ref, BenefitLevel.feed_hash).where(
    BenefitLevel.portfolio_id == bindparam("portfolio_id"), BenefitLevel.ref.in_(WANTED)
)


class BenefitLevelFeedRepository(BatchRepository):
    """The write road of benefit levels."""

    async def find_by_refs(self, refs: Iterable[str]) -> dict[str, AnyRow]:
        """Id and hash of the levels of these references."""
        return {row.ref: row for row in await self._find(_BY_REF, refs)}

    async def insert(self, rows: Sequence[Values]) -> None:
        """Keep new levels."""
        await self._insert(BenefitLevel, rows)

    async def update(self, rows: Sequence[Values]) -> None:
        """Change levels; each row names its own by `row_id`."""
        await self._update(BenefitLevel, rows)
