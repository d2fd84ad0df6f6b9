"""Questions of the feeds about covers."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import delete, select

from app.models.contract import Contract
from app.models.cover import Cover
from app.repositories.base import AnyRow
from app.repositories.feeds.batches import WANTED, BatchRepository, Values, padded

_OF_PEOPLE = (
    select(
        Cover.id,
        Cover.beneficiary_id,
        Cover.contract_id,
        Cover.starts_on,
        Contract.employer_ref,
    )
    .join(Contract, Contract.id == Cover.contract_id)
    .where(Cover.beneficiary_id.in_(WANTED))
)


class CoverFeedRepository(BatchRepository):
    """The write road of covers."""

    async def find_of(self, beneficiary_ids: Iterable[UUID]) -> list[AnyRow]:
        """The covers these persons have so far, with the employer of each."""
        return await self._find(_OF_PEOPLE, beneficiary_ids)

    async def insert(self, rows: Sequence[Values]) -> None:
        """Keep new covers."""
        await self._insert(Cover, rows)

    async def update(self, rows: Sequence[Values]) -> None:
        """Change covers; each row names its own by `row_id`."""
        await self._update(Cover, rows)

    async def delete(self, cover_ids: Sequence[UUID]) -> None:
        """Remove covers that the feed no longer tells."""
        if cover_ids:
            await self._session.execute(delete(Cover).where(Cover.id.in_(padded(cover_ids))))
