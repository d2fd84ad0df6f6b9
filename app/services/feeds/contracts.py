"""Contracts from a feed."""

from collections.abc import Iterable, Mapping, Sequence

from app.repositories.base import AnyRow
from app.repositories.card_numbers import CardNumberRepository
from app.repositories.document_withdrawals import DocumentWithdrawalRepository
from app.repositories.feeds.contracts import ContractFeedRepository
from app.schemas.feeds.contracts import ContractFeed
from app.services.feeds.applying import (
    Change,
    FeedApplier,
    FeedTransaction,
    Verdict,
    split,
    unknown_reference,
)


class ContractApplier(FeedApplier[ContractFeed]):
    """Contracts. A token bound to an employer knows no other employer's."""

    def __init__(self, transaction: FeedTransaction) -> None:
        super().__init__(transaction)
        self._contracts = transaction.repository(ContractFeedRepository)
        self._cards = CardNumberRepository(transaction.session)
        self._documents = DocumentWithdrawalRepository(transaction.session)

    async def _find_known(self, refs: Iterable[str]) -> dict[str, AnyRow]:
        return await self._contracts.find_by_refs(refs)

    async def _find_foreign(self, known: Mapping[str, AnyRow]) -> set[str]:
        employer_ref = self._context.employer_ref
        return {ref for ref, row in known.items() if row.employer_ref != employer_ref}

    async def _write(self, changes: Sequence[Change[ContractFeed]]) -> dict[str, Verdict]:
        employer_ref = self._context.employer_ref
        verdicts: dict[str, Verdict] = {}
        rows = []
        for change in changes:
            if employer_ref is not None and change.body.employer.ref != employer_ref:
                verdicts[change.ref] = unknown_reference("/employer/ref")
                continue
            values = change.body.model_dump(exclude={"ref", "employer"}) | {
                "employer_ref": change.body.employer.ref,
                "employer_name": change.body.employer.name,
                "employer_siret": change.body.employer.siret,
            }
            rows.append((change, self._stamped(change, values)))
            verdicts[change.ref] = change.applied
        inserted, updated = split(rows)
        await self._contracts.insert(inserted)
        await self._contracts.update(updated)
        await self._heed_periods(change for change, _ in rows)
        return verdicts

    async def _heed_periods(self, changes: Iterable[Change[ContractFeed]]) -> None:
        """A contract whose first or last day moved cuts the covers of everyone under it: what was
        printed of them may be wrong, and their cards are good for other days.
        """
        moved = [
            change.row_id
            for change in changes
            if (before := change.before) is not None
            and (before.starts_on, before.ends_on) != (change.body.starts_on, change.body.ends_on)
        ]
        await self._cards.note_ends_under(moved, self._context.today)
        await self._documents.withdraw_contradicted_under(moved, self._context.now)
