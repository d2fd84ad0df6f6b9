"""Questions about numbers of cards: given, looked up, revoked, published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Date, Update, and_, bindparam, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.database.types import UTCDateTime
from app.models.beneficiary import Beneficiary
from app.models.card import Card
from app.models.contract import Contract
from app.models.cover import Cover
from app.repositories.base import WANTED, AnyRow, insert_into, padded, table_of
from app.repositories.visibility import reader_parameters, visible
from app.values.cards import CardLoss
from app.values.family_rights import FamilyRight
from app.values.ids import new_id
from app.values.periods import paris_date
from app.values.principals import CurrentMember

_TABLE = table_of(Card)
_LIVE_NUMBERS = select(Card.beneficiary_id, Card.number).where(
    Card.beneficiary_id.in_(WANTED),
    Card.contract_id == bindparam("contract_id"),
    Card.revoked_at.is_(None),
)
_OF_A_READER = (
    select(Card.id, Card.beneficiary_id, Card.contract_id, Card.revoked_at)
    .join(Beneficiary, Beneficiary.id == Card.beneficiary_id)
    .where(visible(FamilyRight.CARD), Card.number == bindparam("number"))
    .with_for_update(of=Card)
)
_REVOKE = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("card_id"), _TABLE.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"), loss=bindparam("why"))
)
_CUT = case(
    (Contract.ends_on.is_(None), Cover.ends_on),
    (Cover.ends_on < Contract.ends_on, Cover.ends_on),
    else_=Contract.ends_on,
)
# Who has no cover left under the contract lost it as of today, whatever the feed said before.
_LAST_DAY = (
    select(
        case(
            (func.count() == 0, bindparam("yesterday", type_=Date())),
            (func.count() == func.count(_CUT), func.max(_CUT)),
        )
    )
    .where(
        Cover.beneficiary_id == _TABLE.c.beneficiary_id,
        Cover.contract_id == _TABLE.c.contract_id,
        Contract.id == Cover.contract_id,
        or_(Contract.ends_on.is_(None), Cover.starts_on <= Contract.ends_on),
    )
    .correlate(_TABLE)
    .scalar_subquery()
)
_NOTE_ENDS = update(_TABLE).where(
    _TABLE.c.contract_id.is_not(None), _TABLE.c.ends_on.is_distinct_from(_LAST_DAY)
)
_NOTE_ENDS_OF_PEOPLE = _NOTE_ENDS.where(_TABLE.c.beneficiary_id.in_(WANTED)).values(
    ends_on=_LAST_DAY
)
_NOTE_ENDS_UNDER_CONTRACTS = _NOTE_ENDS.where(_TABLE.c.contract_id.in_(WANTED)).values(
    ends_on=_LAST_DAY
)
# The index has those alone that may be listed, in the order of the list.
_WORTHLESS = (
    select(Card.number)
    .where(
        Card.portfolio_id == bindparam("portfolio_id"),
        Card.number > bindparam("after"),
        or_(Card.revoked_at.is_not(None), Card.ends_on.is_not(None)),
        or_(
            Card.revoked_at >= bindparam("since", type_=UTCDateTime()),
            and_(
                Card.revoked_at.is_(None),
                Card.ends_on >= bindparam("first"),
                Card.ends_on < bindparam("today"),
            ),
        ),
    )
    .order_by(Card.number)
    .limit(bindparam("limit"))
)
_BY_NUMBER = select(Card.issued_at, Card.revoked_at, Card.ends_on).where(
    Card.portfolio_id == bindparam("portfolio_id"), Card.number == bindparam("number")
)


@dataclass(frozen=True, slots=True)
class WorthlessSince:
    """What makes a number worthless: revoked since a moment, or of somebody whose last day was
    since the first of these days and before the other.
    """

    moment: datetime
    first: date
    today: date


class CardNumberReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_worthless(
        self, portfolio_id: UUID, since: WorthlessSince, *, after: str, limit: int
    ) -> list[str]:
        """Numbers that are worthless, in order, from just above `after`."""
        parameters = {
            "portfolio_id": portfolio_id,
            "since": since.moment,
            "first": since.first,
            "today": since.today,
            "after": after,
            "limit": limit,
        }
        return list(await self._connection.scalars(_WORTHLESS, parameters))

    async def find_by_number(self, portfolio_id: UUID, number: str) -> AnyRow | None:
        """Since when the number is good, and until when it was."""
        parameters = {"portfolio_id": portfolio_id, "number": number}
        return (await self._connection.execute(_BY_NUMBER, parameters)).one_or_none()


class CardNumberRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def give(
        self, portfolio_id: UUID, contract_id: UUID, numbers: Mapping[UUID, str], now: datetime
    ) -> dict[UUID, str]:
        """The number of each of these persons under the contract: the one they have, else the one
        offered.
        """
        rows = [
            {
                "id": new_id(),
                "portfolio_id": portfolio_id,
                "beneficiary_id": beneficiary_id,
                "contract_id": contract_id,
                "number": number,
                "issued_at": now,
            }
            for beneficiary_id, number in numbers.items()
        ]
        await self._session.execute(insert_into(self._session, Card).on_conflict_do_nothing(), rows)
        await self.note_ends_of(numbers, paris_date(now))
        parameters = {"wanted": padded(numbers), "contract_id": contract_id}
        found = await self._session.execute(_LIVE_NUMBERS, parameters)
        return {row.beneficiary_id: row.number for row in found}

    async def note_ends_of(self, beneficiary_ids: Iterable[UUID], today: date) -> None:
        """Keep with the cards of these persons the last day of their covers as they stand."""
        await self._note_ends(_NOTE_ENDS_OF_PEOPLE, beneficiary_ids, today)

    async def note_ends_under(self, contract_ids: Iterable[UUID], today: date) -> None:
        """The same with all cards under these contracts."""
        await self._note_ends(_NOTE_ENDS_UNDER_CONTRACTS, contract_ids, today)

    async def _note_ends(self, statement: Update, keys: Iterable[UUID], today: date) -> None:
        if wanted := padded(keys):
            parameters = {"wanted": wanted, "yesterday": today - timedelta(days=1)}
            await self._session.execute(statement, parameters)

    async def lock(self, member: CurrentMember, number: str) -> AnyRow | None:
        """The card of this number, if the reader may see its holder's, until the end of the
        transaction.
        """
        parameters = {**reader_parameters(member), "number": number}
        return (await self._session.execute(_OF_A_READER, parameters)).one_or_none()

    async def revoke(self, card_id: UUID, why: CardLoss, now: datetime) -> None:
        """End a card for good."""
        await self._session.execute(_REVOKE, {"card_id": card_id, "why": why, "now": now})
