"""Options that a family may add under a contract: what they cost, what they change, where they
stand for each person.

Whoever may see a person's card may see their options: the level on it tells them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from app.errors.contracts import ContractNotFound
from app.gateways.clock import Clock
from app.repositories.base import AnyRow
from app.repositories.contracts import ContractReader
from app.repositories.options import OptionReader
from app.schemas.change_request_details import SubscriptionDetails
from app.schemas.options import (
    OptionConsentRead,
    OptionPage,
    OptionPersonRead,
    OptionRead,
    OptionUpgradeRead,
)
from app.security.keyring import Keyring
from app.services.change_request_file import open_details
from app.services.covers import CoverPeriod, covers_of
from app.services.option_gains import gains_between
from app.services.option_offers import OptionOffers, options_of
from app.values.benefits import Benefit
from app.values.labels import Labels
from app.values.money import ZERO
from app.values.options import OptionStatus
from app.values.principals import CurrentMember

Mark = tuple[UUID, UUID]
"""An option and a person."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of an option, for one person, that waits for a decision."""

    change_request_id: UUID
    monthly_price: Decimal


@dataclass(frozen=True, slots=True)
class FamilyOptions:
    """Everything that says where options stand for the people under a contract, by rank."""

    people: Mapping[UUID, Sequence[CoverPeriod]]
    options: Sequence[OptionOffers]
    subscribed: Mapping[Mark, AnyRow]
    asked: Mapping[Mark, Asked]


class OptionFile:
    """Gathers it; whose options are visible is decided by the repositories."""

    def __init__(
        self, options: OptionReader, contracts: ContractReader, keyring: Keyring, clock: Clock
    ) -> None:
        self._options = options
        self._contracts = contracts
        self._keyring = keyring
        self._clock = clock

    async def of_family(self, member: CurrentMember, contract_id: UUID) -> FamilyOptions:
        """The people who are or will be under the contract, and its options.

        Raises:
            ContractNotFound: none of the people whom the reader may see ever was under it.
        """
        rows = await self._contracts.list_covers(member, contract_id)
        if not rows:
            raise ContractNotFound
        today = self._clock.today()
        people = {person_id: covers_of(list(group)) for person_id, group in groupby(rows, _by_id)}
        subscriptions = await self._options.list_subscriptions(member, contract_id)
        return FamilyOptions(
            {
                person_id: covers
                for person_id, covers in people.items()
                if any(cover.ends_on is None or cover.ends_on >= today for cover in covers)
            },
            options_of(await self._options.list_offers(member.portfolio_id, contract_id)),
            {(one.option_id, one.beneficiary_id): one for one in subscriptions},
            await self._asked(member, contract_id),
        )

    async def _asked(self, member: CurrentMember, contract_id: UUID) -> Mapping[Mark, Asked]:
        found = {}
        for row in await self._options.list_asked(member, contract_id):
            details: SubscriptionDetails = open_details(
                self._keyring, row.id, row.kind, row.details_sealed
            )
            for one in details.subscribers:
                asked = Asked(row.id, one.monthly_price)
                found[details.option_id, one.beneficiary_id] = asked
        return found


class OptionService:
    """`listContractOptions`."""

    def __init__(self, file: OptionFile, options: OptionReader, clock: Clock) -> None:
        self._file = file
        self._options = options
        self._clock = clock

    async def list(self, member: CurrentMember, contract_id: UUID, language: str) -> OptionPage:
        """Every option that somebody of the family may have, asked for, or has.

        Raises:
            ContractNotFound: none of the people whom the reader may see ever was under it.
        """
        today = self._clock.today()
        family = await self._file.of_family(member, contract_id)
        shown = [
            (option, persons)
            for option in family.options
            if (persons := list(_persons(option, family, today)))
        ]
        levels = {
            level_id
            for _, persons in shown
            for person in persons
            for level_id in (person.upgrade.level_id, person.upgrade.raised_level_id)
        }
        benefits = await self._options.list_benefits(levels, today)
        items = [_option(option, persons, benefits, today, language) for option, persons in shown]
        return OptionPage(items=sorted(items, key=lambda item: item.label), next_cursor=None)


@dataclass(frozen=True, slots=True)
class _Person:
    """Where an option stands for somebody; `upgrade` names both levels."""

    row: AnyRow
    status: OptionStatus
    price: Decimal
    upgrade: AnyRow
    starts_on: date | None = None
    change_request_id: UUID | None = None

    def read(self) -> OptionPersonRead:
        return OptionPersonRead(
            id=self.row.id,
            first_name=self.row.first_name,
            last_name=self.row.last_name,
            relationship=self.row.relationship,
            status=self.status,
            monthly_price=self.price,
            starts_on=self.starts_on,
            change_request_id=self.change_request_id,
        )


def _persons(option: OptionOffers, family: FamilyOptions, today: date) -> Iterator[_Person]:
    earliest = option.earliest_on(today)
    is_open = option.can_begin(earliest, today)
    for person_id, covers in family.people.items():
        mark, row = (option.id, person_id), covers[0].row
        if had := family.subscribed.get(mark):
            status = OptionStatus.SUBSCRIBED
            yield _Person(row, status, had.monthly_price, had, starts_on=had.starts_on)
            continue
        cover = next((one for one in covers if one.is_in_force(earliest)), covers[-1])
        offer = option.offer_at(cover.row.level_id)
        price = option.price_for(row.relationship)
        if offer is None or price is None:
            continue
        if asked := family.asked.get(mark):
            status, request = OptionStatus.ASKED, asked.change_request_id
            yield _Person(row, status, asked.monthly_price, offer, change_request_id=request)
        elif is_open and cover.is_in_force(earliest):
            yield _Person(row, OptionStatus.AVAILABLE, price, offer)


def _option(
    option: OptionOffers,
    persons: Sequence[_Person],
    benefits: Mapping[UUID, list[Benefit]],
    today: date,
    language: str,
) -> OptionRead:
    row, earliest = option.row, option.earliest_on(today)
    available = (one.price for one in persons if one.status is OptionStatus.AVAILABLE)
    upgrades = {(one.upgrade.level_id, one.upgrade.raised_level_id): one.upgrade for one in persons}
    return OptionRead(
        id=option.id,
        label=Labels(row.label_fr, row.label_en).in_language(language),
        description=Labels(row.description_fr, row.description_en).in_language(language),
        ipid_url=row.ipid_url,
        earliest_on=earliest if option.can_begin(earliest, today) else None,
        monthly_price=sum(available, ZERO),
        persons=[one.read() for one in persons],
        upgrades=[_upgrade(one, benefits, language) for one in upgrades.values()],
        consent=OptionConsentRead(
            version=row.consent_version,
            text=Labels(row.consent_fr, row.consent_en).in_language(language),
        ),
    )


def _upgrade(
    levels: AnyRow, benefits: Mapping[UUID, list[Benefit]], language: str
) -> OptionUpgradeRead:
    present, raised = benefits[levels.level_id], benefits[levels.raised_level_id]
    return OptionUpgradeRead(
        level=levels.level_name,
        raised_level=levels.raised_level_name,
        gains=gains_between(present, raised, language),
    )


def _by_id(row: Any) -> UUID:
    found: UUID = row.id
    return found
