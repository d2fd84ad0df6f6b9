"""Questions about numbers of cards: given, looked up, revoked, published."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.database.types import UTCDateTime
from app.models.beneficiary import Beneficiary
from app.models.card import Card
from app.repositories.base import WANTED, AnyRow, insert_into, padded, table_of
from app.repositories.visibility import reader_parameters, visible
from app.values.cards import CardLoss
from app.values.family_rights import FamilyRight
from app.values.ids import new_id
from app.values.principals import CurrentMember

_TABLE = table_of(Card)
_LIVE_NUMBERS = select(Card.beneficiary_id, Card.number).where(
    Card.beneficiary_id.in_(WANTED), Card.revoked_at.is_(None)
)
_OF_A_READER = (
    select(Card.id, Card.beneficiary_id, Card.revoked_at)
    .join(Beneficiary, Beneficiary.id == Card.beneficiary_id)
    .where(visible(FamilyRight.CARD), Card.number == bindparam("number"))
    .with_for_update(of=Card)
)
_REVOKE = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("card_id"), _TABLE.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"), loss=bindparam("why"))
)
# Two questions with an index each: who left is found by the day, not by looking at every card.
_REVOKED = select(Card.number).where(
    Card.portfolio_id == bindparam("portfolio_id"),
    Card.revoked_at >= bindparam("since", type_=UTCDateTime()),
)
_OF_WHO_LEFT = (
    select(Card.number)
    .join(Beneficiary, Beneficiary.id == Card.beneficiary_id)
    .where(
        Beneficiary.portfolio_id == bindparam("portfolio_id"),
        Beneficiary.covered_until >= bindparam("first"),
        Beneficiary.covered_until < bindparam("today"),
    )
)
_BY_NUMBER = (
    select(Card.issued_at, Card.revoked_at, Beneficiary.covered_until)
    .join(Beneficiary, Beneficiary.id == Card.beneficiary_id)
    .where(
        Card.portfolio_id == bindparam("portfolio_id"),
        Card.number == bindparam("number"),
    )
)


class CardNumberReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_revoked(
        self, portfolio_id: UUID, since: datetime, first: date, today: date
    ) -> list[str]:
        """Numbers revoked since a moment, and of those whose last day was since the first of these
        days and before the other; each once, in order.
        """
        parameters: dict[str, Any] = {"portfolio_id": portfolio_id}
        revoked = await self._connection.scalars(_REVOKED, {**parameters, "since": since})
        left = await self._connection.scalars(
            _OF_WHO_LEFT, {**parameters, "first": first, "today": today}
        )
        return sorted({*revoked, *left})

    async def find_by_number(self, portfolio_id: UUID, number: str) -> AnyRow | None:
        """Since when the number is good, and until when it was."""
        parameters = {"portfolio_id": portfolio_id, "number": number}
        return (await self._connection.execute(_BY_NUMBER, parameters)).one_or_none()


class CardNumberRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def give(
        self, portfolio_id: UUID, numbers: Mapping[UUID, str], now: datetime
    ) -> dict[UUID, str]:
        """The number of each of these persons: the one they have, else the one offered."""
        rows = [
            {
                "id": new_id(),
                "portfolio_id": portfolio_id,
                "beneficiary_id": beneficiary_id,
                "number": number,
                "issued_at": now,
            }
            for beneficiary_id, number in numbers.items()
        ]
        await self._session.execute(insert_into(self._session, Card).on_conflict_do_nothing(), rows)
        return await self._numbers_of(numbers)

    async def _numbers_of(self, beneficiary_ids: Iterable[UUID]) -> dict[UUID, str]:
        found = await self._session.execute(_LIVE_NUMBERS, {"wanted": padded(beneficiary_ids)})
        return {row.beneficiary_id: row.number for row in found}

    async def lock(self, member: CurrentMember, number: str) -> AnyRow | None:
        """The card of this number, if the reader may see its holder's, until the end of the
        transaction.
        """
        parameters = {**reader_parameters(member), "number": number}
        return (await self._session.execute(_OF_A_READER, parameters)).one_or_none()

    async def revoke(self, card_id: UUID, why: CardLoss, now: datetime) -> None:
        """End a card for good."""
        await self._session.execute(_REVOKE, {"card_id": card_id, "why": why, "now": now})
