"""Questions of the feeds about covers."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import case, delete, func, select, update

from app.models.beneficiary import Beneficiary
from app.models.contract import Contract
from app.models.cover import Cover
from app.models.option import OptionSubscription
from app.repositories.base import WANTED, AnyRow, padded
from app.repositories.feeds.batches import BatchRepository, Values

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
_UPGRADES = (
    select(
        OptionSubscription.beneficiary_id,
        OptionSubscription.contract_id,
        OptionSubscription.benefit_level_id,
        OptionSubscription.raised_level_id,
        OptionSubscription.starts_on,
    )
    .where(OptionSubscription.beneficiary_id.in_(WANTED))
    .order_by(OptionSubscription.id)
)
_LAST_DAY = (
    select(case((func.count() == func.count(Cover.ends_on), func.max(Cover.ends_on))))
    .where(Cover.beneficiary_id == Beneficiary.id)
    .scalar_subquery()
)
_NOTE_LAST_DAYS = (
    update(Beneficiary)
    .where(Beneficiary.id.in_(WANTED), Beneficiary.covered_until.is_distinct_from(_LAST_DAY))
    .values(covered_until=_LAST_DAY)
    .execution_options(synchronize_session=False)
)


class CoverFeedRepository(BatchRepository):
    """The write road of covers."""

    async def find_of(self, beneficiary_ids: Iterable[UUID]) -> list[AnyRow]:
        """The covers these persons have so far, with the employer of each."""
        return await self._find(_OF_PEOPLE, beneficiary_ids)

    async def find_upgrades(self, beneficiary_ids: Iterable[UUID]) -> list[AnyRow]:
        """The options these persons subscribed to, in that order, as far as covers go."""
        return await self._find(_UPGRADES, beneficiary_ids)

    async def insert(self, rows: Sequence[Values]) -> None:
        """Keep new covers."""
        await self._insert(Cover, rows)

    async def update(self, rows: Sequence[Values]) -> None:
        """Change covers; each row names its own by `row_id`."""
        await self._update(Cover, rows)

    async def note_last_days(self, beneficiary_ids: Iterable[UUID]) -> None:
        """Keep with these persons the last day of their covers; none while one has no end.

        One statement for them all, which writes only who changed. It reads the covers as they stand
        once the persons' own rows are locked: two employers that end their part at the same time
        do not miss each other's.
        """
        wanted = padded(beneficiary_ids)
        if wanted:
            await self._session.execute(_NOTE_LAST_DAYS, {"wanted": wanted})

    async def delete(self, cover_ids: Sequence[UUID]) -> None:
        """Remove covers that the feed no longer tells."""
        if cover_ids:
            await self._session.execute(delete(Cover).where(Cover.id.in_(padded(cover_ids))))
