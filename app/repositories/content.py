"""Questions about what a portfolio publishes."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from app.models.content_item import ContentItem
from app.repositories.base import AnyRow
from app.values.content import ContentKind

_PUBLISHED = (
    ContentItem.portfolio_id == bindparam("portfolio_id"),
    ContentItem.kind == bindparam("kind", type_=ContentItem.kind.type),
    ContentItem.published == true(),
)
_ITEMS = (
    select(ContentItem.ref, ContentItem.document)
    .where(*_PUBLISHED)
    .order_by(ContentItem.position, ContentItem.ref)
)
_ONE = select(ContentItem.ref, ContentItem.document).where(
    *_PUBLISHED, ContentItem.ref == bindparam("ref")
)
_STATE = select(func.count(), func.max(ContentItem.updated_at)).where(*_PUBLISHED)


class ContentReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_items(self, portfolio_id: UUID, kind: ContentKind) -> Sequence[AnyRow]:
        """Slug and document of everything published of a kind, in order."""
        parameters = {"portfolio_id": portfolio_id, "kind": kind}
        return (await self._connection.execute(_ITEMS, parameters)).all()

    async def find(self, portfolio_id: UUID, kind: ContentKind, ref: str) -> AnyRow | None:
        """One of them, by slug."""
        parameters = {"portfolio_id": portfolio_id, "kind": kind, "ref": ref}
        return (await self._connection.execute(_ONE, parameters)).one_or_none()

    async def state(self, portfolio_id: UUID, kind: ContentKind) -> tuple[object, ...]:
        """What changes whenever something published of the kind does."""
        parameters = {"portfolio_id": portfolio_id, "kind": kind}
        return tuple((await self._connection.execute(_STATE, parameters)).one())
