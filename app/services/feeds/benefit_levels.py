"""Benefit levels from a feed."""

from collections.abc import Iterable, Sequence

from app.repositories.base import AnyRow
from app.repositories.feeds.benefit_levels import BenefitLevelFeedRepository
from app.schemas.feeds.benefit_levels import BenefitLevelFeed
from app.services.feeds.applying import Change, FeedApplier, FeedTransaction, Verdict, split


class BenefitLevelApplier(FeedApplier[BenefitLevelFeed]):
    """Benefit levels."""

    def __init__(self, transaction: FeedTransaction) -> None:
        super().__init__(transaction)
        self._levels = transaction.repository(BenefitLevelFeedRepository)

    async def _find_known(self, refs: Iterable[str]) -> dict[str, AnyRow]:
        return await self._levels.find_by_refs(refs)

    async def _write(self, changes: Sequence[Change[BenefitLevelFeed]]) -> dict[str, Verdict]:
        rows = [
            (change, self._stamped(change, change.body.model_dump(mode="json", exclude={"ref"})))
            for change in changes
        ]
        inserted, updated = split(rows)
        await self._levels.insert(inserted)
        await self._levels.update(updated)
        return {change.ref: change.applied for change in changes}
