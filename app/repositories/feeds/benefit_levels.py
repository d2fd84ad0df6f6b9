"""Questions of the feeds about benefit levels and their guarantees."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import bindparam, delete, select

from app.models.benefit import Benefit
from app.models.benefit_level import BenefitLevel
from app.repositories.base import WANTED, AnyRow, padded
from app.repositories.feeds.batches import BatchRepository, Values

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

    async def replace_benefits(self, level_ids: Sequence[UUID], rows: Sequence[Values]) -> None:
        """Keep these guarantees of the levels instead of those that were there."""
        if level_ids:
            levels = Benefit.benefit_level_id
            await self._session.execute(delete(Benefit).where(levels.in_(padded(level_ids))))
        await self._insert(Benefit, rows)
