"""The people of a family on the write road, all of them: who may be added, whom a change joins."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.beneficiary import Beneficiary
from app.models.change_request import ChangeRequest
from app.models.member import Member
from app.repositories.base import WANTED, AnyRow, padded, table_of
from app.values.additions import NEWCOMER_REF

# Not its key: what refers to the family, a statement that comes in, need not wait.
_LOCK = select(Member.id).where(Member.id == bindparam("member_id")).with_for_update(key_share=True)
_COLUMNS = (
    Beneficiary.id,
    Beneficiary.member_id,
    Beneficiary.ref,
    Beneficiary.relationship,
    Beneficiary.rank,
    Beneficiary.first_name,
    Beneficiary.birth_date,
    Beneficiary.covered_until,
)
_PEOPLE = (
    select(*_COLUMNS)
    .where(Beneficiary.member_id == bindparam("member_id"))
    .order_by(Beneficiary.rank)
)
_WITH_NEWCOMERS = select(Beneficiary.member_id).where(
    Beneficiary.member_id.in_(WANTED), Beneficiary.ref.startswith(NEWCOMER_REF)
)
_OF_FAMILIES = (
    select(*_COLUMNS)
    .where(Beneficiary.member_id.in_(_WITH_NEWCOMERS))
    .order_by(Beneficiary.member_id, Beneficiary.rank)
)


class FamilyRepository:
    """The write road. Visibility is not asked here: a person is not added twice because the member
    may not see them.
    """

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock(self, member_id: UUID) -> None:
        """Let nobody else add to this family until the end of the transaction."""
        await self._session.execute(_LOCK, {"member_id": member_id})

    async def list_people(self, member_id: UUID) -> Sequence[AnyRow]:
        """Everybody of one family, by rank."""
        return (await self._session.execute(_PEOPLE, {"member_id": member_id})).all()

    async def list_with_newcomers(self, member_ids: Iterable[UUID]) -> Sequence[AnyRow]:
        """Everybody of those families in which somebody waits for the feed to send them."""
        wanted = padded(member_ids)
        if not wanted:
            return []
        return (await self._session.execute(_OF_FAMILIES, {"wanted": wanted})).all()

    async def add(self, person: Mapping[str, Any]) -> None:
        """Keep another person."""
        await self._session.execute(insert(table_of(Beneficiary)).values(dict(person)))

    async def change(self, person_id: UUID, values: Mapping[str, Any]) -> None:
        """Change one person."""
        people = table_of(Beneficiary)
        await self._session.execute(
            update(people).where(people.c.id == person_id).values(dict(values))
        )

    async def say_whom(self, request: ChangeRequest, person_id: UUID) -> None:
        """Write on a request whom it added. Flushes: whoever answers reads it by a plain query."""
        request.beneficiary_id = person_id
        await self._session.flush()
