"""Options from a feed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.errors.base import DomainError
from app.repositories.base import AnyRow
from app.repositories.feeds.benefit_levels import BenefitLevelFeedRepository
from app.repositories.feeds.contracts import ContractFeedRepository
from app.repositories.feeds.options import OptionFeedRepository
from app.schemas.feeds.options import OptionFeed, OptionOfferFeed
from app.services.feeds.applying import (
    Change,
    FeedApplier,
    FeedTransaction,
    Verdict,
    split,
    unknown_reference,
)
from app.values.ids import new_id


@dataclass(frozen=True, slots=True)
class _Known:
    """Contracts and levels that the offers of a batch may name."""

    contracts: Mapping[str, AnyRow]
    levels: Mapping[str, AnyRow]


class OptionApplier(FeedApplier[OptionFeed]):
    """Options, with their offers. Whoever subscribed before keeps what they subscribed to."""

    def __init__(self, transaction: FeedTransaction) -> None:
        super().__init__(transaction)
        self._options = transaction.repository(OptionFeedRepository)
        self._contracts = transaction.repository(ContractFeedRepository)
        self._levels = transaction.repository(BenefitLevelFeedRepository)

    async def _find_known(self, refs: Iterable[str]) -> dict[str, AnyRow]:
        return await self._options.find_by_refs(refs)

    async def _write(self, changes: Sequence[Change[OptionFeed]]) -> dict[str, Verdict]:
        known = await self._look_up(changes)
        verdicts: dict[str, Verdict] = {}
        rows, offers = [], []
        for change in changes:
            try:
                offers += _offers(change, known)
            except DomainError as refusal:
                verdicts[change.ref] = refusal
                continue
            rows.append((change, self._stamped(change, _values(change.body))))
            verdicts[change.ref] = change.applied
        inserted, updated = split(rows)
        await self._options.insert(inserted)
        await self._options.update(updated)
        await self._options.replace_offers([change.row_id for change, _ in rows], offers)
        return verdicts

    async def _look_up(self, changes: Sequence[Change[OptionFeed]]) -> _Known:
        offers = [offer for change in changes for offer in change.body.offers]
        levels = {ref for one in offers for ref in (one.benefit_level_ref, one.raised_level_ref)}
        named = {one.contract_ref for one in offers if one.contract_ref is not None}
        return _Known(
            await self._contracts.find_by_refs(named), await self._levels.find_by_refs(levels)
        )


def _offers(change: Change[OptionFeed], known: _Known) -> list[dict[str, Any]]:
    """The option's offers as rows.

    Raises:
        UnknownReference: a contract or a level was never sent.
    """
    return [
        {
            "id": new_id(),
            "option_id": change.row_id,
            "position": position,
            "contract_id": _found(offer, "contract_ref", position, known.contracts),
            "benefit_level_id": _found(offer, "benefit_level_ref", position, known.levels),
            "raised_level_id": _found(offer, "raised_level_ref", position, known.levels),
        }
        for position, offer in enumerate(change.body.offers)
    ]


def _found(
    offer: OptionOfferFeed, name: str, position: int, known: Mapping[str, AnyRow]
) -> UUID | None:
    ref = getattr(offer, name)
    if ref is None:
        return None
    if ref not in known:
        raise unknown_reference(f"/offers/{position}/{name}")
    row_id: UUID = known[ref].id
    return row_id


def _values(option: OptionFeed) -> dict[str, Any]:
    consent = option.consent
    return {
        **option.model_dump(exclude={"ref", "offers", "prices", "consent", "ipid_url"}),
        "ipid_url": str(option.ipid_url),
        "prices": {price.relationship.value: str(price.monthly) for price in option.prices},
        "consent_version": consent.version,
        "consent_fr": consent.text_fr,
        "consent_en": consent.text_en,
    }
