"""A validated removal: the person's cover under the contract ends."""

from datetime import date

from app.errors.beneficiaries import BeneficiaryNotFound
from app.gateways.clock import Clock
from app.models.change_request import ChangeRequest
from app.repositories.document_withdrawals import DocumentWithdrawalRepository
from app.repositories.feeds.covers import CoverFeedRepository
from app.repositories.option_subscriptions import OptionSubscriptionRepository
from app.services.addition_effect import require_covered
from app.services.portfolios import CurrentPortfolio
from app.values.periods import end_of_month

REASON = "Retrait demandé par l’assuré"


class RemovalEffect:
    """Ends covers as the affiliation feed would: on that day, or the last of its month."""

    def __init__(
        self,
        portfolio: CurrentPortfolio,
        subscriptions: OptionSubscriptionRepository,
        covers: CoverFeedRepository,
        documents: DocumentWithdrawalRepository,
        clock: Clock,
    ) -> None:
        self._portfolio = portfolio
        self._subscriptions = subscriptions
        self._covers = covers
        self._documents = documents
        self._clock = clock

    async def apply(self, request: ChangeRequest, effective_on: date) -> None:
        """End the cover of whom the request is about.

        Raises:
            NoCover, CoverEnded, CoverNotStarted: they are not covered that day.
        """
        person_id = request.beneficiary_id
        if person_id is None:
            raise BeneficiaryNotFound
        await self._subscriptions.lock_people([person_id])
        rows = await self._subscriptions.list_covers([person_id], request.contract_id)
        require_covered(rows, effective_on)
        by_month = self._portfolio.configuration.cover_ends == "end_of_month"
        last = end_of_month(effective_on) if by_month else effective_on
        now = self._clock.now()
        await self._covers.delete([row.id for row in rows if row.starts_on > last])
        await self._covers.update(
            [
                {
                    "row_id": row.id,
                    "ends_on": min(row.ends_on or last, last),
                    "terminated_on": effective_on,
                    "termination_reason": REASON,
                    "updated_at": now,
                }
                for row in rows
                if row.starts_on <= last and (row.ends_on or date.max) >= effective_on
            ]
        )
        await self._covers.note_last_days([person_id])
        await self._documents.withdraw_contradicted([person_id], now)
