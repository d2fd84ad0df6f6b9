"""People whom a change request added: the feed that sends them joins their row.

Their reference is the request's until then. Whoever is sent under a new reference into the same
family, with the same birth date and first name, is that person: the row takes the reference of the
feed and keeps its key, and with it cards, documents and lines. A rank that the feed gives to
somebody else is left to them.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from app.repositories.base import AnyRow
from app.repositories.families import FamilyRepository
from app.schemas.feeds.people import BeneficiaryFeed
from app.values.additions import NEWCOMER_REF, same_person_key


class Newcomers:
    """Those of the families that a batch is about."""

    def __init__(self, family: FamilyRepository) -> None:
        self._family = family

    async def welcome(
        self, bodies: Mapping[str, BeneficiaryFeed], families: Mapping[str, UUID]
    ) -> list[str]:
        """Which of these references, new to their families, are people who were added; from now on
        they are theirs. `families` are the members' keys by reference.
        """
        people = await self._family.list_with_newcomers(families.values())
        waiting = {
            (one.member_id, same_person_key(one.first_name, one.birth_date)): one
            for one in people
            if one.ref.startswith(NEWCOMER_REF)
        }
        welcomed: dict[str, AnyRow] = {}
        sent: dict[UUID, dict[int, str]] = {}
        for ref, body in bodies.items():
            family = families.get(body.member_ref)
            if family is None:
                continue
            sent.setdefault(family, {})[body.rank] = ref
            key = family, same_person_key(body.first_name, body.birth_date)
            if one := waiting.pop(key, None):
                await self._family.change(one.id, {"ref": ref})
                welcomed[ref] = one
        await self._make_room(people, sent, {one.id: ref for ref, one in welcomed.items()})
        return list(welcomed)

    async def _make_room(
        self,
        people: Sequence[AnyRow],
        sent: Mapping[UUID, Mapping[int, str]],
        welcomed: Mapping[UUID, str],
    ) -> None:
        """Move who was added by a request out of the ranks that the feed gives to others."""
        for one in people:
            taker = sent.get(one.member_id, {}).get(one.rank)
            if not one.ref.startswith(NEWCOMER_REF) or taker in {None, welcomed.get(one.id)}:
                continue
            of_family = [other.rank for other in people if other.member_id == one.member_id]
            free = max(*of_family, *sent[one.member_id]) + 1 + people.index(one)
            await self._family.change(one.id, {"rank": free})
