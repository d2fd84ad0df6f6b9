"""Questions of the feeds about content."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select

from app.models.content_item import ContentItem
from app.repositories.base import WANTED, AnyRow
from app.repositories.feeds.batches import BatchRepository, Values
from app.values.content import ContentKind

_BY_REF = select(ContentItem.id, ContentItem.ref, ContentItem.feed_hash).where(
    ContentItem.portfolio_id == bindparam("portfolio_id"),
    ContentItem.kind == bindparam("kind", type_=ContentItem.kind.type),
    ContentItem.ref.in_(WANTED),
)


class ContentFeedRepository(BatchRepository):
    """The write road of content."""

    async def find_by_refs(self, kind: ContentKind, refs: Iterable[str]) -> dict[str, AnyRow]:
        """Id and hash of the texts of these slugs."""
        return {row.ref: row for row in await self._find(_BY_REF, refs, kind=kind)}

    async def insert(self, rows: Sequence[Values]) -> None:
        """Keep new texts."""
        await self._insert(ContentItem, rows)

    async def update(self, rows: Sequence[Values]) -> None:
        """Change texts; each row names its own by `row_id`."""
        await self._update(ContentItem, rows)
