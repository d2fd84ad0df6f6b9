"""Questions of the feeds about contracts."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select

from app.models.contract import Contract
from app.repositories.base import WANTED, AnyRow
from app.repositories.feeds.batches import BatchRepository, Values

_BY_REF = select(
    Contract.id,
    Contract.ref,
    Contract.employer_ref,
    Contract.starts_on,
    Contract.ends_on,
    Contract.feed_hash,
).where(Contract.portfolio_id == bindparam("portfolio_id"), Contract.ref.in_(WANTED))


class ContractFeedRepository(BatchRepository):
    """The write road of contracts."""

    async def find_by_refs(self, refs: Iterable[str]) -> dict[str, AnyRow]:
        """Id, employer, period and hash of the contracts of these references."""
        return {row.ref: row for row in await self._find(_BY_REF, refs)}

    async def insert(self, rows: Sequence[Values]) -> None:
        """Keep new contracts."""
        await self._insert(Contract, rows)

    async def update(self, rows: Sequence[Values]) -> None:
        """Change contracts; each row names its own by `row_id`."""
        await self._update(Contract, rows)
