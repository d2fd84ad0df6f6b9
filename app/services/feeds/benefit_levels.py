"""Benefit levels from a feed, with their guarantees."""

from collections.abc import Container, Iterable, Sequence
from typing import Any
from uuid import UUID

from app.errors.base import FieldProblem
from app.errors.requests import InvalidRequest
from app.repositories.base import AnyRow
from app.repositories.document_withdrawals import DocumentWithdrawalRepository
from app.repositories.feeds.benefit_levels import BenefitLevelFeedRepository
from app.schemas.feeds.benefit_levels import BenefitLevelFeed
from app.schemas.feeds.benefits import BenefitFeed
from app.services.feeds.applying import Change, FeedApplier, FeedTransaction, Verdict, split
from app.services.feeds.benefits import wrong_benefits
from app.values.ids import new_id


class BenefitLevelApplier(FeedApplier[BenefitLevelFeed]):
    """Benefit levels."""

    def __init__(self, transaction: FeedTransaction) -> None:
        super().__init__(transaction)
        self._levels = transaction.repository(BenefitLevelFeedRepository)
        self._documents = DocumentWithdrawalRepository(transaction.session)

    async def _find_known(self, refs: Iterable[str]) -> dict[str, AnyRow]:
        return await self._levels.find_by_refs(refs)

    async def _write(self, changes: Sequence[Change[BenefitLevelFeed]]) -> dict[str, Verdict]:
        listed = {domain.code for domain in self._context.portfolio.configuration.card.domains}
        verdicts: dict[str, Verdict] = {}
        rows = []
        told: list[UUID] = []
        benefits: list[dict[str, Any]] = []
        for change in changes:
            if wrong := [*_wrong_domains(change.body, listed), *wrong_benefits(change.body)]:
                verdicts[change.ref] = InvalidRequest(fields=wrong)
                continue
            values = change.body.model_dump(mode="json", exclude={"ref", "benefits"})
            rows.append((change, self._stamped(change, values)))
            if change.body.benefits is not None:
                told.append(change.row_id)
                benefits += _benefit_rows(change.row_id, change.body.benefits)
            verdicts[change.ref] = change.applied
        inserted, updated = split(rows)
        await self._levels.insert(inserted)
        await self._levels.update(updated)
        await self._levels.replace_benefits(told, benefits)
        # What was printed of a level may be wrong once it is sent otherwise; a new one is not.
        again = [row["row_id"] for row in updated]
        await self._documents.withdraw_of_levels(again, self._context.now)
        return verdicts


def _benefit_rows(level_id: UUID, benefits: Sequence[BenefitFeed]) -> Iterable[dict[str, Any]]:
    for position, benefit in enumerate(benefits):
        yield {
            "id": new_id(),
            "benefit_level_id": level_id,
            "position": position,
            **benefit.model_dump(mode="python"),
        }


def _wrong_domains(level: BenefitLevelFeed, listed: Container[str]) -> list[FieldProblem]:
    """Domains given twice, or that no card of the portfolio prints."""
    seen: set[str] = set()
    wrong = []
    for position, granted in enumerate(level.third_party_payment):
        pointer = f"/third_party_payment/{position}/domain"
        if granted.domain not in listed:
            wrong.append(FieldProblem(pointer, "unknown_domain"))
        elif granted.domain in seen:
            wrong.append(FieldProblem(pointer, "duplicate_domain"))
        seen.add(granted.domain)
    return wrong
