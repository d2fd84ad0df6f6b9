"""Questions of the feeds about contracts and benefit levels."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select

from app.models.benefit_level import BenefitLevel
from app.models.contract import Contract
from app.repositories.base import AnyRow
from app.repositories.feeds.batches import WANTED, BatchRepository, Values

_CONTRACTS = select(Contract.id, Contract.ref, Contract.employer_ref, Contract.feed_hash).where(
    Contract.portfolio_id == bindparam("portfolio_id"), Contract.ref.in_(WANTED)
)
_BENEFIT_LEVELS = select(BenefitLevel.id, BenefitLevel.ref, BenefitLevel.feed_hash).where(
    BenefitLevel.portfolio_id == bindparam("portfolio_id"), BenefitLevel.ref.in_(WANTED)
)


class ContractFeedRepository(BatchRepository):
    """The write road of contracts."""

    async def find_by_refs(self, refs: Iterable[str]) -> dict[str, AnyRow]:
        """Id, employer and hash of the contracts of these references."""
        return {row.ref: row for row in await self._find(_CONTRACTS, refs)}

    async def insert(self, rows: Sequence[Values]) -> None:
        """Keep new contracts."""
        await self._insert(Contract, rows)

    async def update(self, rows: Sequence[Values]) -> None:
        """Change contracts; each row names its own by `row_id`."""
        await self._update(Contract, rows)


class BenefitLevelFeedRepository(BatchRepository):
    """The write road of benefit levels."""

    async def find_by_refs(self, refs: Iterable[str]) -> dict[str, AnyRow]:
        """Id and hash of the levels of these references."""
        return {row.ref: row for row in await self._find(_BENEFIT_LEVELS, refs)}

    async def insert(self, rows: Sequence[Values]) -> None:
        """Keep new levels."""
        await self._insert(BenefitLevel, rows)

    async def update(self, rows: Sequence[Values]) -> None:
        """Change levels; each row names its own by `row_id`."""
        await self._update(BenefitLevel, rows)
