"""Questions of the feeds about options and to whom they are offered."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import bindparam, delete, select

from app.models.option import Option, OptionOffer
from app.repositories.base import WANTED, AnyRow, padded
from app.repositories.feeds.batches import BatchRepository, Values

_BY_REF = select(Option.id, Option.ref, Option.feed_hash).where(
    Option.portfolio_id == bindparam("portfolio_id"), Option.ref.in_(WANTED)
)


class OptionFeedRepository(BatchRepository):
    """The write road of options."""

    async def find_by_refs(self, refs: Iterable[str]) -> dict[str, AnyRow]:
        """Id and hash of the options of these references."""
        return {row.ref: row for row in await self._find(_BY_REF, refs)}

    async def insert(self, rows: Sequence[Values]) -> None:
        """Keep new options."""
        await self._insert(Option, rows)

    async def update(self, rows: Sequence[Values]) -> None:
        """Change options; each row names its own by `row_id`."""
        await self._update(Option, rows)

    async def replace_offers(self, option_ids: Sequence[UUID], rows: Sequence[Values]) -> None:
        """Keep these offers of the options instead of those that were there."""
        if option_ids:
            own = OptionOffer.option_id.in_(padded(option_ids))
            await self._session.execute(delete(OptionOffer).where(own))
        await self._insert(OptionOffer, rows)
