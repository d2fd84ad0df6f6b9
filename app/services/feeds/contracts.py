"""Contracts from a feed."""

from collections.abc import Iterable, Mapping, Sequence

from app.repositories.base import AnyRow
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
        return verdicts
