"""Members and beneficiaries from a feed."""

from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from app.errors.base import DomainError, FieldProblem
from app.errors.feeds import ReferenceTaken
from app.repositories.accounts import AccountRepository
from app.repositories.base import AnyRow
from app.repositories.families import FamilyRepository
from app.repositories.feeds.people import PersonFeedRepository
from app.schemas.feeds.people import BeneficiaryFeed, MemberFeed, PersonFeed
from app.security.sealed_places import SealedPlace
from app.services.feeds.applying import (
    Change,
    FeedApplier,
    FeedContext,
    FeedTransaction,
    Verdict,
    impossible_date,
    split,
    unknown_reference,
)
from app.services.feeds.covers import CoverBook
from app.services.feeds.newcomers import Newcomers
from app.services.invitations import InvitationService
from app.values.ids import new_id
from app.values.relationships import Relationship

EARLIEST_BIRTH = date(1900, 1, 1)
MEMBER_RANK = 1


class MemberApplier(FeedApplier[MemberFeed]):
    """Members: each is a family, and its first beneficiary under the same reference."""

    def __init__(self, transaction: FeedTransaction) -> None:
        super().__init__(transaction)
        self._people = transaction.repository(PersonFeedRepository)
        self._covers = CoverBook(transaction)
        self._accounts = AccountRepository(transaction.session)
        self._invitations = InvitationService(
            self._accounts, transaction.outbox, transaction.clock, transaction.audit
        )

    async def _find_known(self, refs: Iterable[str]) -> dict[str, AnyRow]:
        return await self._people.lock_members(refs)

    async def _find_foreign(self, known: Mapping[str, AnyRow]) -> set[str]:
        own = await _own_families(self._context, self._people, (r.id for r in known.values()))
        return set() if own is None else {ref for ref, row in known.items() if row.id not in own}

    async def _write(self, changes: Sequence[Change[MemberFeed]]) -> dict[str, Verdict]:
        references = await self._covers.look_up(changes)
        verdicts: dict[str, Verdict] = {}
        members, persons, histories = [], [], {}
        accepted = []
        edits: dict[UUID, dict[str, Any]] = {}
        for change in changes:
            try:
                _check_birth_date(change.body, self._context.today)
                rows = self._covers.rows_of(change.body, references)
            except DomainError as refusal:
                verdicts[change.ref] = refusal
                continue
            person_id = change.before.beneficiary_id if change.before else new_id()
            values = {"member_number": change.body.member_number}
            members.append((change, self._stamped(change, values)))
            persons.append((change, self._person(change, person_id)))
            weigh_edits(change.before, persons[-1][1], edits, person_id)
            histories[person_id] = rows
            accepted.append((change, person_id))
            verdicts[change.ref] = change.applied
        for write_new, write_changed, pairs in (
            (self._people.insert_members, self._people.update_members, members),
            (self._people.insert_beneficiaries, self._people.update_beneficiaries, persons),
        ):
            inserted, updated = split(pairs)
            await write_new(inserted)
            await write_changed(updated)
        await self._people.keep_edits(edits)
        await self._covers.replace(histories)
        for change, person_id in accepted:
            await self._tell_account(change, person_id)
        return verdicts

    def _person(self, change: Change[MemberFeed], person_id: UUID) -> dict[str, Any]:
        fixed = {
            "member_id": change.row_id,
            "relationship": Relationship.SELF,
            "rank": MEMBER_RANK,
        }
        row = self._stamped(change, fixed | _person_values(self._context, change.body, person_id))
        row["row_id" if change.before else "id"] = person_id
        return row

    async def _tell_account(self, change: Change[MemberFeed], person_id: UUID) -> None:
        """Invite whoever has an e-mail and no account; tell the account what the feed changed.

        Only what differs from what the feed sent before counts: the member's own change stands.
        """
        before, body = change.before, change.body
        email = body.email if before is None or body.email != before.email else None
        phone = body.phone if before is None or body.phone != before.phone else None
        if not (email or phone):
            return
        account = await self._accounts.find_of_beneficiary(person_id) if before else None
        source = self._context.source
        if account:
            await self._invitations.contact_changed(source, account, email=email, phone=phone)
        elif body.email:
            await self._invitations.invite(
                source, beneficiary_id=person_id, email=body.email, phone=body.phone
            )


class BeneficiaryApplier(FeedApplier[BeneficiaryFeed]):
    """Dependents of members."""

    def __init__(self, transaction: FeedTransaction) -> None:
        super().__init__(transaction)
        self._people = transaction.repository(PersonFeedRepository)
        self._covers = CoverBook(transaction)
        self._newcomers = Newcomers(FamilyRepository(transaction.session))

    async def _find_known(self, refs: Mapping[str, BeneficiaryFeed]) -> dict[str, AnyRow]:
        known = await self._people.lock_people(refs)
        unknown = {ref: body for ref, body in refs.items() if ref not in known}
        members = await self._people.find_members(body.member_ref for body in unknown.values())
        foreign = await self._foreign_members(members)
        families = {ref: row.id for ref, row in members.items() if ref not in foreign}
        welcomed = await self._newcomers.welcome(unknown, families)
        return known | await self._people.lock_people(welcomed)

    async def _find_foreign(self, known: Mapping[str, AnyRow]) -> set[str]:
        families = (row.member_id for row in known.values())
        own = await _own_families(self._context, self._people, families)
        if own is None:
            return set()
        return {ref for ref, row in known.items() if row.member_id not in own}

    async def _write(self, changes: Sequence[Change[BeneficiaryFeed]]) -> dict[str, Verdict]:
        members = await self._people.find_members(change.body.member_ref for change in changes)
        foreign = await self._foreign_members(members)
        references = await self._covers.look_up(changes)
        verdicts: dict[str, Verdict] = {}
        persons, histories = [], {}
        edits: dict[UUID, dict[str, Any]] = {}
        for change in changes:
            try:
                _check_birth_date(change.body, self._context.today)
                if change.body.member_ref not in members or change.body.member_ref in foreign:
                    raise unknown_reference("/member_ref")
                member_id = members[change.body.member_ref].id
                _check_place(change, member_id)
                histories[change.row_id] = self._covers.rows_of(change.body, references)
            except DomainError as refusal:
                verdicts[change.ref] = refusal
                continue
            values = _person_values(self._context, change.body, change.row_id) | {
                "member_id": member_id,
                "relationship": change.body.relationship,
                "rank": change.body.rank,
            }
            weigh_edits(change.before, values, edits, change.row_id)
            persons.append((change, self._stamped(change, values)))
            verdicts[change.ref] = change.applied
        inserted, updated = split(persons)
        await self._people.insert_beneficiaries(inserted)
        await self._people.update_beneficiaries(updated)
        await self._people.keep_edits(edits)
        await self._covers.replace(histories)
        return verdicts

    async def _foreign_members(self, members: Mapping[str, AnyRow]) -> set[str]:
        families = (row.id for row in members.values())
        own = await _own_families(self._context, self._people, families)
        return set() if own is None else {ref for ref, row in members.items() if row.id not in own}


async def _own_families(
    context: FeedContext, people: PersonFeedRepository, families: Iterable[UUID]
) -> set[UUID] | None:
    """The families that the token's employer covers; None when it is bound to no employer."""
    if context.employer_ref is None:
        return None
    return await people.find_members_of_employer(families, context.employer_ref)


def _check_birth_date(person: PersonFeed, today: date) -> None:
    if not EARLIEST_BIRTH <= person.birth_date <= today:
        raise impossible_date("/birth_date")


def _check_place(change: Change[BeneficiaryFeed], member_id: UUID) -> None:
    """A reference stays where it is: the lines already reimbursed belong to that family."""
    before = change.before
    if before is None:
        return
    if before.relationship is Relationship.SELF:
        raise ReferenceTaken(fields=[FieldProblem("/ref", "reference_taken")])
    if before.member_id != member_id:
        problem = FieldProblem("/member_ref", "reference_taken")
        raise ReferenceTaken(fields=[problem])


def weigh_edits(
    before: AnyRow | None, values: dict[str, Any], edits: dict[UUID, dict[str, Any]], person: UUID
) -> None:
    """Put what the family edited back into the values of its row, field by field, where the feed
    sends what it had sent before the edit; elsewhere the feed's new value counts, and `edits` says
    that the edit no longer stands.
    """
    fed = before.fed if before else None
    if not fed:
        return
    standing = {name: last for name, last in fed.items() if values[name] == last}
    values.update({name: getattr(before, name) for name in standing})
    if standing != fed:
        edits[person] = standing


def _person_values(context: FeedContext, person: PersonFeed, person_id: UUID) -> dict[str, Any]:
    keyring, payload = context.keyring, person.card_payload
    return {
        "last_name": person.last_name,
        "first_name": person.first_name,
        "birth_date": person.birth_date,
        "nir_sealed": keyring.seal(person.nir.encode(), SealedPlace.BENEFICIARY_NIR, person_id)
        if person.nir
        else None,
        "nir_index": keyring.blind_index(person.nir) if person.nir else None,
        "amo_organism": person.amo_organism,
        "email": person.email,
        "phone": person.phone,
        "address": person.address.model_dump() if person.address else None,
        "card_payload_sealed": keyring.seal(
            b64decode(payload), SealedPlace.BENEFICIARY_CARD_PAYLOAD, person_id
        )
        if payload
        else None,
    }
