"""Subscriptions to options on the write road: the covers of whoever subscribes are raised."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.beneficiary import Beneficiary
from app.models.contract import Contract
from app.models.cover import Cover
from app.models.option import OptionOffer, OptionSubscription
from app.repositories.base import WANTED, AnyRow, padded, table_of

# Not their keys: statements that come in refer to several people, in an order of their own, and two
# that wait for each other would end with one of them failing.
_PEOPLE = (
    select(Beneficiary.id)
    .where(Beneficiary.id.in_(WANTED))
    .order_by(Beneficiary.id)
    .with_for_update(key_share=True)
)
_COVERS = (
    select(*table_of(Cover).columns, Contract.ends_on.label("contract_ends_on"))
    .join(Contract, Contract.id == Cover.contract_id)
    .where(Cover.beneficiary_id.in_(WANTED), Cover.contract_id == bindparam("contract_id"))
)
_OFFERS = (
    select(OptionOffer.benefit_level_id, OptionOffer.raised_level_id)
    .where(
        OptionOffer.option_id == bindparam("option_id"),
        or_(OptionOffer.contract_id.is_(None), OptionOffer.contract_id == bindparam("contract_id")),
    )
    .order_by(OptionOffer.position)
)


class OptionSubscriptionRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock_people(self, beneficiary_ids: Iterable[UUID]) -> None:
        """Let no feed change the covers of these persons until the end of the transaction."""
        await self._session.execute(_PEOPLE, {"wanted": padded(beneficiary_ids)})

    async def list_covers(
        self, beneficiary_ids: Iterable[UUID], contract_id: UUID
    ) -> Sequence[AnyRow]:
        """Their covers under a contract, each with the last day of the contract."""
        parameters = {"wanted": padded(beneficiary_ids), "contract_id": contract_id}
        return (await self._session.execute(_COVERS, parameters)).all()

    async def list_offers(self, option_id: UUID, contract_id: UUID) -> Sequence[AnyRow]:
        """Which levels the option raises under a contract, and to which."""
        parameters = {"option_id": option_id, "contract_id": contract_id}
        return (await self._session.execute(_OFFERS, parameters)).all()

    async def change_cover(self, cover_id: UUID, values: Mapping[str, Any]) -> None:
        """Change one cover."""
        covers = table_of(Cover)
        await self._session.execute(
            update(covers).where(covers.c.id == cover_id).values(dict(values))
        )

    async def add_cover(self, values: Mapping[str, Any]) -> None:
        """Keep another cover."""
        await self._session.execute(insert(table_of(Cover)).values(dict(values)))

    async def add(self, subscription: Mapping[str, Any]) -> None:
        """Keep a subscription."""
        await self._session.execute(insert(table_of(OptionSubscription)).values(dict(subscription)))
