"""Covers from a feed: the list sent is the whole history of a person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.errors.base import DomainError, FieldProblem
from app.errors.feeds import CoverOutsideContract, OverlappingCovers
from app.repositories.base import AnyRow
from app.repositories.card_numbers import CardNumberRepository
from app.repositories.document_withdrawals import DocumentWithdrawalRepository
from app.repositories.feeds.benefit_levels import BenefitLevelFeedRepository
from app.repositories.feeds.contracts import ContractFeedRepository
from app.repositories.feeds.covers import CoverFeedRepository
from app.schemas.feeds.people import CoverFeed, PersonFeed
from app.services.cover_upgrades import CoverUpgrade, with_upgrades
from app.services.feeds.applying import Change, FeedTransaction, unknown_reference
from app.values.ids import new_id
from app.values.periods import end_of_month

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class KnownReferences:
    """Contracts and levels that the covers of a batch may name."""

    contracts: Mapping[str, AnyRow]
    levels: Mapping[str, AnyRow]


class CoverBook:
    """Turns the covers of a batch into rows, and makes the histories what the feed says."""

    def __init__(self, transaction: FeedTransaction) -> None:
        self._context = transaction.context
        self._contracts = transaction.repository(ContractFeedRepository)
        self._levels = transaction.repository(BenefitLevelFeedRepository)
        self._covers = transaction.repository(CoverFeedRepository)
        self._cards = CardNumberRepository(transaction.session)
        self._documents = DocumentWithdrawalRepository(transaction.session)

    async def look_up(self, changes: Iterable[Change[Any]]) -> KnownReferences:
        """What the covers of the batch refer to, in two questions."""
        feeds = [cover for change in changes for cover in change.body.covers]
        contracts = await self._contracts.find_by_refs(cover.contract_ref for cover in feeds)
        levels = await self._levels.find_by_refs(cover.benefit_level_ref for cover in feeds)
        employer_ref = self._context.employer_ref
        if employer_ref is not None:
            contracts = {r: row for r, row in contracts.items() if row.employer_ref == employer_ref}
        return KnownReferences(contracts, levels)

    def rows_of(self, person: PersonFeed, known: KnownReferences) -> list[dict[str, Any]]:
        """The person's covers as rows, without their keys.

        Raises:
            UnknownReference: a contract or a level was never sent.
            CoverOutsideContract: a cover starts before its contract does, or after it ended.
            OverlappingCovers: two periods under one contract share a day.
        """
        by_contract: defaultdict[str, list[tuple[int, CoverFeed]]] = defaultdict(list)
        for index, cover in enumerate(person.covers):
            if cover.contract_ref not in known.contracts:
                raise unknown_reference(f"/covers/{index}/contract_ref")
            if cover.benefit_level_ref not in known.levels:
                raise unknown_reference(f"/covers/{index}/benefit_level_ref")
            contract = known.contracts[cover.contract_ref]
            if not contract.starts_on <= cover.starts_on <= (contract.ends_on or date.max):
                raise _outside(index)
            by_contract[cover.contract_ref].append((index, cover))
        rows = []
        for contract_ref, history in by_contract.items():
            history.sort(key=lambda item: item[1].starts_on)
            following: list[tuple[int, CoverFeed] | None] = [*history[1:], None]
            for (_, cover), after in zip(history, following, strict=True):
                if after and (cover.terminated_on or date.max) >= after[1].starts_on:
                    raise _overlap(after[0])
                rows.append(
                    {
                        "contract_id": known.contracts[contract_ref].id,
                        "benefit_level_id": known.levels[cover.benefit_level_ref].id,
                        "starts_on": cover.starts_on,
                        "ends_on": self._last_day(cover, after[1] if after else None),
                        "terminated_on": cover.terminated_on,
                        "termination_reason": cover.termination_reason,
                    }
                )
        return rows

    async def replace(self, histories: Mapping[UUID, Sequence[dict[str, Any]]]) -> None:
        """Make each person's history what its rows say; a cover that stays keeps its key.

        A token bound to an employer replaces the history with that employer alone. The last day
        covered, by which it is known who left the family, follows from the whole of it, and so do
        the certificates that stand and the days that cards are good for. Persons are written
        before: their rows are locked.
        """
        histories = await self._with_options(histories)
        employer_ref = self._context.employer_ref
        present = {
            (row.beneficiary_id, row.contract_id, row.starts_on): row.id
            for row in await self._covers.find_of(histories)
            if employer_ref is None or row.employer_ref == employer_ref
        }
        inserted, updated = [], []
        now = self._context.now
        for beneficiary_id, rows in histories.items():
            for row in rows:
                cover_id = present.pop((beneficiary_id, row["contract_id"], row["starts_on"]), None)
                if cover_id:
                    updated.append({**row, "row_id": cover_id, "updated_at": now})
                else:
                    keys = {"id": new_id(), "beneficiary_id": beneficiary_id}
                    inserted.append({**row, **keys, "created_at": now, "updated_at": now})
        await self._covers.delete(list(present.values()))
        await self._covers.update(updated)
        await self._covers.insert(inserted)
        await self._covers.note_last_days(histories)
        if updated or present:
            # Who had no cover before has neither a certificate nor a card.
            await self._cards.note_ends_of(histories, self._context.today)
            await self._documents.withdraw_contradicted(histories, now)

    async def _with_options(
        self, histories: Mapping[UUID, Sequence[dict[str, Any]]]
    ) -> Mapping[UUID, Sequence[dict[str, Any]]]:
        """The histories with the options that persons subscribed to."""
        upgrades: defaultdict[UUID, list[CoverUpgrade]] = defaultdict(list)
        for beneficiary_id, *columns in await self._covers.find_upgrades(histories):
            upgrades[beneficiary_id].append(CoverUpgrade(*columns))
        return {
            beneficiary_id: with_upgrades(rows, upgrades[beneficiary_id])
            for beneficiary_id, rows in histories.items()
        }

    def _last_day(self, cover: CoverFeed, after: CoverFeed | None) -> date | None:
        """The last day covered: the month's, where the portfolio says so, but never into the next.

        Cover goes on to the end of the month of termination (HCR: 25 April gives 30 April); a
        change of level within the month is no such end.
        """
        if cover.terminated_on is None:
            return None
        if self._context.portfolio.configuration.cover_ends == "exact":
            return cover.terminated_on
        last = end_of_month(cover.terminated_on)
        return min(last, after.starts_on - ONE_DAY) if after else last


def _overlap(index: int) -> DomainError:
    problem = FieldProblem(f"/covers/{index}/starts_on", "overlapping_covers")
    return OverlappingCovers(fields=[problem])


def _outside(index: int) -> DomainError:
    problem = FieldProblem(f"/covers/{index}/starts_on", "cover_outside_contract")
    return CoverOutsideContract(fields=[problem])
