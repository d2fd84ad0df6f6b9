"""Content from a feed: any kind, each a document of its own shape."""

from collections.abc import Mapping, Sequence

from app.repositories.base import AnyRow
from app.repositories.feeds.content import ContentFeedRepository
from app.schemas.feeds.content import Published
from app.services.feeds.applying import Change, FeedApplier, FeedTransaction, Verdict, split
from app.values.content import ContentKind

COLUMNS = {"ref", "position", "published"}


class ContentApplier(FeedApplier[Published]):
    """Texts of one kind."""

    def __init__(self, kind: ContentKind, transaction: FeedTransaction) -> None:
        super().__init__(transaction)
        self._kind = kind
        self._items = transaction.repository(ContentFeedRepository)

    async def _find_known(self, refs: Mapping[str, Published]) -> dict[str, AnyRow]:
        return await self._items.find_by_refs(self._kind, refs)

    async def _write(self, changes: Sequence[Change[Published]]) -> dict[str, Verdict]:
        rows = []
        for change in changes:
            values = {
                "kind": self._kind,
                "position": change.body.position,
                "published": change.body.published,
                "document": change.body.model_dump(mode="json", exclude=COLUMNS),
            }
            rows.append((change, self._stamped(change, values)))
        inserted, updated = split(rows)
        await self._items.insert(inserted)
        await self._items.update(updated)
        return {change.ref: change.applied for change in changes}
