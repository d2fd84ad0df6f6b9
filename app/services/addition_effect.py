"""A validated addition: the person is covered from the day that was granted, as the member is."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from app.errors.covers import CoverEnded, CoverNotStarted, NoCover
from app.errors.family_changes import AlreadyCovered
from app.gateways.clock import Clock
from app.models.change_request import ChangeRequest
from app.repositories.base import AnyRow
from app.repositories.families import FamilyRepository
from app.repositories.feeds.covers import CoverFeedRepository
from app.repositories.option_subscriptions import OptionSubscriptionRepository
from app.schemas.change_request_details import AdditionDetails
from app.security.keyring import Keyring
from app.security.sealed_places import SealedPlace
from app.services.change_request_file import open_details
from app.values.additions import NEWCOMER_REF, same_person_key
from app.values.ids import new_id
from app.values.relationships import Relationship

NEVER_FED = bytes(32)
"""Fingerprint of a person whom no feed has sent: whatever is sent differs from it."""


class AdditionEffect:
    """Adds the person, or covers again who left; the feed that sends them later joins that row."""

    def __init__(
        self,
        family: FamilyRepository,
        subscriptions: OptionSubscriptionRepository,
        covers: CoverFeedRepository,
        keyring: Keyring,
        clock: Clock,
    ) -> None:
        self._family = family
        self._subscriptions = subscriptions
        self._covers = covers
        self._keyring = keyring
        self._clock = clock

    async def apply(self, request: ChangeRequest, effective_on: date) -> None:
        """Cover the person under the request's contract.

        Raises:
            NoCover, CoverEnded, CoverNotStarted: of the member, under that contract, that day.
            AlreadyCovered: the person is, that day or later.
        """
        details: AdditionDetails = open_details(
            self._keyring, request.id, request.kind, request.details_sealed
        )
        await self._family.lock(request.member_id)
        people = await self._family.list_people(request.member_id)
        member_id = next(one.id for one in people if one.relationship is Relationship.SELF)
        covers = await self._covers_of(member_id, request.contract_id, effective_on)
        person_id = await self._person(request, details, people, effective_on)
        now = self._clock.now()
        moments = {"created_at": now, "updated_at": now}
        await self._covers.insert(
            [{**cover, "id": new_id(), "beneficiary_id": person_id, **moments} for cover in covers]
        )
        await self._covers.note_last_days([person_id])
        await self._family.say_whom(request, person_id)

    async def _covers_of(
        self, member_id: UUID, contract_id: UUID, day: date
    ) -> list[dict[str, Any]]:
        """The member's covers from that day on, at the levels without the member's own options."""
        await self._subscriptions.lock_people([member_id])
        rows = await self._subscriptions.list_covers([member_id], contract_id)
        require_covered(rows, day)
        bases = {
            (row.raised_level_id, row.starts_on): row.benefit_level_id
            for row in await self._covers.find_upgrades([member_id])
            if row.contract_id == contract_id
        }
        return [
            {
                "contract_id": contract_id,
                "benefit_level_id": bases.get(
                    (row.benefit_level_id, row.starts_on), row.benefit_level_id
                ),
                "starts_on": max(row.starts_on, day),
                "ends_on": row.ends_on,
                "terminated_on": row.terminated_on,
                "termination_reason": row.termination_reason,
            }
            for row in rows
            if (row.ends_on or date.max) >= day
        ]

    async def _person(
        self, request: ChangeRequest, details: AdditionDetails, people: Sequence[AnyRow], day: date
    ) -> UUID:
        key = same_person_key(details.first_name, details.birth_date)
        known = [one for one in people if same_person_key(one.first_name, one.birth_date) == key]
        if any((one.covered_until or date.max) >= day for one in known):
            raise AlreadyCovered
        now = self._clock.now()
        if known:
            # Their documents and the lines reimbursed before stay theirs.
            changed = {"relationship": details.relationship, "updated_at": now}
            await self._family.change(known[0].id, changed)
            return UUID(str(known[0].id))
        person_id = new_id()
        nir = details.nir
        sealed = nir and self._keyring.seal(nir.encode(), SealedPlace.BENEFICIARY_NIR, person_id)
        await self._family.add(
            {
                "id": person_id,
                "portfolio_id": request.portfolio_id,
                "member_id": request.member_id,
                "ref": f"{NEWCOMER_REF}{request.id}",
                "relationship": details.relationship,
                "rank": max(one.rank for one in people) + 1,
                "last_name": details.last_name,
                "first_name": details.first_name,
                "birth_date": details.birth_date,
                "nir_sealed": sealed,
                "nir_index": self._keyring.blind_index(nir) if nir else None,
                "feed_hash": NEVER_FED,
                "created_at": now,
                "updated_at": now,
            }
        )
        return person_id


def require_covered(rows: Sequence[AnyRow], day: date) -> None:
    """Refuse unless one of these covers is in force that day, within its contract.

    Raises:
        NoCover, CoverEnded, CoverNotStarted: why none is.
    """
    ends = [min(row.ends_on or date.max, row.contract_ends_on or date.max) for row in rows]
    if not rows:
        raise NoCover
    if any(row.starts_on <= day <= end for row, end in zip(rows, ends, strict=True)):
        return
    later = [row.starts_on for row in rows if row.starts_on > day]
    raise CoverNotStarted(starts_on=min(later)) if later else CoverEnded(ended_on=max(ends))
