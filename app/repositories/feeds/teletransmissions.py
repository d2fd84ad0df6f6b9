"""Questions of the feeds about télétransmission."""

from collections.abc import Iterable, Sequence

from sqlalchemy import LargeBinary, bindparam, null, select, type_coerce

from app.models.beneficiary import Beneficiary
from app.models.teletransmission import Teletransmission, TeletransmissionChange
from app.repositories.base import WANTED, AnyRow
from app.repositories.feeds.batches import BatchRepository, Values

# No hash of the line is kept: a member may have moved the link since the same line came.
_BY_REF = (
    select(
        Beneficiary.id.label("beneficiary_id"),
        Beneficiary.ref,
        Teletransmission.id,
        Teletransmission.state,
        Teletransmission.cause,
        type_coerce(null(), LargeBinary).label("feed_hash"),
    )
    .outerjoin(Teletransmission, Teletransmission.beneficiary_id == Beneficiary.id)
    .where(Beneficiary.portfolio_id == bindparam("portfolio_id"), Beneficiary.ref.in_(WANTED))
    .with_for_update(of=Beneficiary)
)


class TeletransmissionFeedRepository(BatchRepository):
    """The write road of links; the people are locked until the end of the batch."""

    async def find_by_refs(self, refs: Iterable[str]) -> dict[str, AnyRow]:
        """People of these references, each with where their link stands, if they have one."""
        return {row.ref: row for row in await self._find(_BY_REF, refs)}

    async def insert(self, rows: Sequence[Values]) -> None:
        """Keep new links."""
        await self._insert(Teletransmission, rows)

    async def update(self, rows: Sequence[Values]) -> None:
        """Move links; each row names its own by `row_id`."""
        await self._update(Teletransmission, rows)

    async def tell(self, rows: Sequence[Values]) -> None:
        """Add to their histories."""
        await self._insert(TeletransmissionChange, rows)
