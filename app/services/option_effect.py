"""A validated option: whoever subscribed is at the raised level from the day that was granted."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from app.errors.base import FieldProblem
from app.errors.options import OptionNotAvailable
from app.gateways.clock import Clock
from app.models.change_request import ChangeRequest
from app.repositories.base import AnyRow
from app.repositories.document_withdrawals import DocumentWithdrawalRepository
from app.repositories.option_subscriptions import OptionSubscriptionRepository
from app.schemas.change_request_details import SubscriberDetails, SubscriptionDetails
from app.security.keyring import Keyring
from app.services.change_request_file import open_details
from app.services.cover_upgrades import CoverUpgrade
from app.values.ids import new_id


class OptionEffect:
    """Raises the covers, and keeps the subscription by which they are raised again when the feed
    tells them anew.
    """

    def __init__(
        self,
        subscriptions: OptionSubscriptionRepository,
        documents: DocumentWithdrawalRepository,
        keyring: Keyring,
        clock: Clock,
    ) -> None:
        self._subscriptions = subscriptions
        self._documents = documents
        self._keyring = keyring
        self._clock = clock

    async def apply(self, request: ChangeRequest, effective_on: date) -> None:
        """Raise everybody who subscribed, or nobody.

        Raises:
            OptionNotAvailable: somebody is not covered that day at a level that the option raises.
        """
        details: SubscriptionDetails = open_details(
            self._keyring, request.id, request.kind, request.details_sealed
        )
        people = [one.beneficiary_id for one in details.subscribers]
        await self._subscriptions.lock_people(people)
        covers = await self._subscriptions.list_covers(people, request.contract_id)
        offers = await self._subscriptions.list_offers(details.option_id, request.contract_id)
        for subscriber in details.subscribers:
            own = [row for row in covers if row.beneficiary_id == subscriber.beneficiary_id]
            cover, upgrade = _upgrade(own, offers, request.contract_id, effective_on)
            await self._raise(cover, upgrade)
            await self._keep(request, details.option_id, subscriber, upgrade)
        await self._documents.withdraw_contradicted(people, self._clock.now())

    async def _raise(self, cover: dict[str, Any], upgrade: CoverUpgrade) -> None:
        now = self._clock.now()
        first, *rest = upgrade.split(cover)
        await self._subscriptions.change_cover(cover["id"], {**first, "updated_at": now})
        for raised in rest:
            moments = {"created_at": now, "updated_at": now}
            await self._subscriptions.add_cover({**raised, "id": new_id(), **moments})

    async def _keep(
        self,
        request: ChangeRequest,
        option_id: UUID,
        subscriber: SubscriberDetails,
        upgrade: CoverUpgrade,
    ) -> None:
        await self._subscriptions.add(
            {
                "id": new_id(),
                "change_request_id": request.id,
                "option_id": option_id,
                "contract_id": request.contract_id,
                "beneficiary_id": subscriber.beneficiary_id,
                "starts_on": upgrade.starts_on,
                "monthly_price": subscriber.monthly_price,
                "benefit_level_id": upgrade.benefit_level_id,
                "raised_level_id": upgrade.raised_level_id,
                "created_at": self._clock.now(),
            }
        )


def _upgrade(
    covers: Sequence[AnyRow], offers: Sequence[AnyRow], contract_id: UUID, day: date
) -> tuple[dict[str, Any], CoverUpgrade]:
    for row in covers:
        cover = dict(row._mapping)  # noqa: SLF001 - the library's public name
        if day > (cover.pop("contract_ends_on") or date.max):
            continue
        for offer in offers:
            upgrade = CoverUpgrade(contract_id, offer.benefit_level_id, offer.raised_level_id, day)
            if upgrade.concerns(cover):
                return cover, upgrade
    raise OptionNotAvailable(fields=[FieldProblem("/effective_on", "option_not_available")])
