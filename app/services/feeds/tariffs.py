"""Tariffs from a feed."""

from collections.abc import Iterable, Iterator, Sequence

from pydantic import MISSING

from app.errors.base import FieldProblem
from app.errors.requests import InvalidRequest
from app.repositories.base import AnyRow
from app.repositories.feeds.tariffs import TariffFeedRepository
from app.schemas.feeds.tariffs import TariffFeed
from app.services.feeds.applying import Change, FeedApplier, FeedTransaction, Verdict, split
from app.services.feeds.benefits import MISSING_PARAMETER, PERIOD, STRANGE_PARAMETER
from app.values.tariffs import TariffKind

NEEDED = {
    TariffKind.ACT: frozenset({"category", "act_code", "benefit_code", "unit"}),
    TariffKind.FLAT_DEDUCTION: frozenset({"deduction", "amount"}),
    TariffKind.RENEWAL: frozenset({"category", "months"}),
}
ALLOWED = {
    TariffKind.ACT: NEEDED[TariffKind.ACT]
    | {
        "base",
        "statutory_rate",
        "outside_rate",
        "price",
        "ceiling",
        "frame_ceiling",
        "deduction",
    },
    TariffKind.FLAT_DEDUCTION: NEEDED[TariffKind.FLAT_DEDUCTION]
    | {"daily_cap", "yearly_cap", "from_age"},
    TariffKind.RENEWAL: NEEDED[TariffKind.RENEWAL] | {"months_by_age"},
}
OF_A_KIND = sorted(frozenset().union(*ALLOWED.values()))


class TariffApplier(FeedApplier[TariffFeed]):
    """Tariffs: acts, flat deductions, renewal periods."""

    def __init__(self, transaction: FeedTransaction) -> None:
        super().__init__(transaction)
        self._tariffs = transaction.repository(TariffFeedRepository)

    async def _find_known(self, refs: Iterable[str]) -> dict[str, AnyRow]:
        return await self._tariffs.find_by_refs(refs)

    async def _write(self, changes: Sequence[Change[TariffFeed]]) -> dict[str, Verdict]:
        verdicts: dict[str, Verdict] = {}
        rows = []
        for change in changes:
            if wrong := list(_wrong_fields(change.body)):
                verdicts[change.ref] = InvalidRequest(fields=wrong)
                continue
            values = dict.fromkeys(OF_A_KIND) | change.body.model_dump(exclude={"ref"})
            rows.append((change, self._stamped(change, values)))
            verdicts[change.ref] = change.applied
        inserted, updated = split(rows)
        await self._tariffs.insert(inserted)
        await self._tariffs.update(updated)
        return verdicts


def _wrong_fields(tariff: TariffFeed) -> Iterator[FieldProblem]:
    """What the kind lacks or does not take; a period that ends first; ages out of order."""
    for name in OF_A_KIND:
        is_given = getattr(tariff, name) not in (None, MISSING)
        if name in NEEDED[tariff.kind] and not is_given:
            yield FieldProblem(f"/{name}", MISSING_PARAMETER)
        elif is_given and name not in ALLOWED[tariff.kind]:
            yield FieldProblem(f"/{name}", STRANGE_PARAMETER)
    if tariff.ends_on is not None and tariff.ends_on < tariff.starts_on:
        yield FieldProblem("/ends_on", PERIOD)
    ages = [step.up_to_age for step in tariff.months_by_age or ()]
    if ages != sorted(set(ages)):
        yield FieldProblem("/months_by_age", "ages_out_of_order")
