"""Questions of the feeds about members and beneficiaries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, exists, select, update

from app.models.beneficiary import Beneficiary
from app.models.contract import Contract
from app.models.cover import Cover
from app.models.member import Member
from app.models.own_contact import OwnContact
from app.repositories.base import WANTED, AnyRow
from app.repositories.feeds.batches import BatchRepository, Values
from app.values.relationships import Relationship

_MEMBERS = (
    select(
        Member.id,
        Member.ref,
        Member.feed_hash,
        Beneficiary.id.label("beneficiary_id"),
        Beneficiary.email,
        Beneficiary.phone,
    )
    .join(
        Beneficiary,
        (Beneficiary.member_id == Member.id) & (Beneficiary.relationship == Relationship.SELF),
    )
    .where(Member.portfolio_id == bindparam("portfolio_id"), Member.ref.in_(WANTED))
)
_PEOPLE = select(
    Beneficiary.id,
    Beneficiary.ref,
    Beneficiary.member_id,
    Beneficiary.relationship,
    Beneficiary.feed_hash,
).where(Beneficiary.portfolio_id == bindparam("portfolio_id"), Beneficiary.ref.in_(WANTED))
_BY_NIR = select(Beneficiary.id, Beneficiary.member_id, Beneficiary.nir_index).where(
    Beneficiary.portfolio_id == bindparam("portfolio_id"), Beneficiary.nir_index.in_(WANTED)
)
_EDITED = OwnContact.beneficiary_id == Beneficiary.id
# What a family edits meanwhile waits for the batch, and is weighed against the next one.
_MEMBERS_LOCKED = (
    _MEMBERS.add_columns(Beneficiary.address, OwnContact.fed)
    .outerjoin(OwnContact, _EDITED)
    .with_for_update(of=Beneficiary)
)
_PEOPLE_LOCKED = (
    _PEOPLE.add_columns(Beneficiary.email, Beneficiary.phone, Beneficiary.address, OwnContact.fed)
    .outerjoin(OwnContact, _EDITED)
    .with_for_update(of=Beneficiary)
)
_RELATIVE = Beneficiary.__table__.alias("relative")
_OF_EMPLOYER = select(Member.id).where(
    Member.portfolio_id == bindparam("portfolio_id"),
    Member.id.in_(WANTED),
    exists().where(
        _RELATIVE.c.member_id == Member.id,
        Cover.beneficiary_id == _RELATIVE.c.id,
        Contract.id == Cover.contract_id,
        Contract.employer_ref == bindparam("employer_ref"),
    ),
)


class PersonFeedRepository(BatchRepository):
    """The write road of members and beneficiaries, who share one space of references."""

    async def find_members(self, refs: Iterable[str]) -> dict[str, AnyRow]:
        """Members of these references, each with the contact details its feed last sent."""
        return {row.ref: row for row in await self._find(_MEMBERS, refs)}

    async def find_people(self, refs: Iterable[str]) -> dict[str, AnyRow]:
        """Persons of these references; a member's is the one of its `self` row."""
        return {row.ref: row for row in await self._find(_PEOPLE, refs)}

    async def lock_members(self, refs: Iterable[str]) -> dict[str, AnyRow]:
        """As `find_members`, with what the family edited, until the end of the batch."""
        return {row.ref: row for row in await self._find(_MEMBERS_LOCKED, refs)}

    async def lock_people(self, refs: Iterable[str]) -> dict[str, AnyRow]:
        """As `find_people`, with what the family edited, until the end of the batch."""
        return {row.ref: row for row in await self._find(_PEOPLE_LOCKED, refs)}

    async def find_by_nir(self, indexes: Iterable[bytes]) -> dict[tuple[UUID, bytes], set[UUID]]:
        """Persons by family and keyed NIR; a child may bear a parent's, so there may be several."""
        found: defaultdict[tuple[UUID, bytes], set[UUID]] = defaultdict(set)
        for row in await self._find(_BY_NIR, indexes):
            found[row.member_id, row.nir_index].add(row.id)
        return found

    async def find_members_of_employer(
        self, member_ids: Iterable[UUID], employer_ref: str
    ) -> set[UUID]:
        """Which of these families are, or were, covered by a contract of the employer."""
        rows = await self._find(_OF_EMPLOYER, member_ids, employer_ref=employer_ref)
        return {row.id for row in rows}

    async def insert_members(self, rows: Sequence[Values]) -> None:
        """Keep new members."""
        await self._insert(Member, rows)

    async def update_members(self, rows: Sequence[Values]) -> None:
        """Change members; each row names its own by `row_id`."""
        await self._update(Member, rows)

    async def insert_beneficiaries(self, rows: Sequence[Values]) -> None:
        """Keep new persons."""
        await self._insert(Beneficiary, rows)

    async def update_beneficiaries(self, rows: Sequence[Values]) -> None:
        """Change persons; each row names its own by `row_id`."""
        await self._update(Beneficiary, rows)

    async def keep_edits(self, edits: Mapping[UUID, Mapping[str, Any]]) -> None:
        """Which edits of a family stand after this batch, by person."""
        for beneficiary_id, fed in edits.items():
            own = update(OwnContact).where(OwnContact.beneficiary_id == beneficiary_id)
            await self._session.execute(own.values(fed=dict(fed)))
