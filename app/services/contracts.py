"""Contracts of a family: who is covered, since when, at which level.

Whoever may see a person's card may see their covers: the card tells them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from app.errors.contracts import ContractNotFound
from app.gateways.clock import Clock
from app.repositories.base import AnyRow
from app.repositories.contracts import ContractReader
from app.repositories.options import OptionReader
from app.schemas.contracts import (
    ContractPage,
    ContractRead,
    ContractSummary,
    CoveredPersonRead,
    EmployerRead,
    LevelPeriodRead,
    LevelRead,
    SubscribedOptionRead,
)
from app.services.covers import CoverPeriod, covers_of, entry_date
from app.values.contracts import ContractStatus, status_on
from app.values.labels import Labels
from app.values.principals import CurrentMember

ORDER = {ContractStatus.IN_FORCE: 0, ContractStatus.UPCOMING: 1, ContractStatus.ENDED: 2}


@dataclass(frozen=True, slots=True)
class CoveredPerson:
    """A person under a contract, with every cover they had there, the latest first."""

    row: AnyRow
    covers: Sequence[CoverPeriod]

    @property
    def entered_on(self) -> date:
        """Since when without a gap."""
        return entry_date(self.covers, self.covers[0])

    @property
    def ends_on(self) -> date | None:
        """Last day covered; None while there is no end."""
        return self.covers[0].ends_on

    def status(self, today: date) -> ContractStatus:
        """Of the latest cover; an earlier one that is in force while that is to come counts."""
        statuses = {status_on(today, cover.starts_on, cover.ends_on) for cover in self.covers}
        return min(statuses, key=ORDER.__getitem__)


@dataclass(frozen=True, slots=True)
class FamilyContract:
    """A contract and the people under it, by rank."""

    id: UUID
    row: AnyRow
    persons: Sequence[CoveredPerson]

    def principal(self, reader_id: UUID) -> CoveredPerson:
        """Whose dates the contract is told by: the reader's, the first person's otherwise."""
        return next((one for one in self.persons if one.row.id == reader_id), self.persons[0])


class ContractService:
    """Reads contracts; who is visible is decided by the repository."""

    def __init__(self, contracts: ContractReader, options: OptionReader, clock: Clock) -> None:
        self._contracts = contracts
        self._options = options
        self._clock = clock

    async def list(self, member: CurrentMember) -> ContractPage:
        """Every contract that covers, covered or will cover somebody the reader may see."""
        today = self._clock.today()
        contracts = await self._of_family(member)
        items = [_summary(contract, member, today) for contract in contracts]
        items.sort(key=lambda item: item.entered_on, reverse=True)
        items.sort(key=lambda item: ORDER[item.status])
        return ContractPage(items=items, next_cursor=None)

    async def read(self, member: CurrentMember, contract_id: UUID, language: str) -> ContractRead:
        """One of them, with the people under it.

        Raises:
            ContractNotFound: none of the people whom the reader may see ever was under it.
        """
        today = self._clock.today()
        contract = await self._find(member, contract_id)
        options = await self._options.list_subscriptions(member, contract_id)
        return ContractRead(
            **dict(_summary(contract, member, today)),
            amc_number=contract.row.amc_number,
            operator=contract.row.operator,
            persons=[_person(person, options, today, language) for person in contract.persons],
        )

    async def _find(self, member: CurrentMember, contract_id: UUID) -> FamilyContract:
        """The contract as the family is under it.

        Raises:
            ContractNotFound: none of the people whom the reader may see ever was under it.
        """
        found = await self._of_family(member, contract_id)
        if not found:
            raise ContractNotFound
        return found[0]

    async def _of_family(
        self, member: CurrentMember, contract_id: UUID | None = None
    ) -> Sequence[FamilyContract]:
        """Every contract, or the one named, with everyone under it whom the reader may see."""
        people: dict[UUID, list[CoveredPerson]] = {}
        rows = await self._contracts.list_covers(member, contract_id)
        for _, group in groupby(rows, lambda row: row.id):
            for of_contract, covers in _by_contract(list(group)).items():
                people.setdefault(of_contract, []).append(CoveredPerson(covers[0].row, covers))
        return [
            FamilyContract(of_contract, persons[0].row, persons)
            for of_contract, persons in people.items()
        ]


def _by_contract(rows: Sequence[AnyRow]) -> dict[UUID, list[CoverPeriod]]:
    found: dict[UUID, list[CoverPeriod]] = {}
    for cover in sorted(covers_of(rows), key=lambda cover: cover.starts_on, reverse=True):
        found.setdefault(cover.contract_id, []).append(cover)
    return found


def _summary(contract: FamilyContract, member: CurrentMember, today: date) -> ContractSummary:
    row, principal = contract.row, contract.principal(member.beneficiary_id)
    return ContractSummary(
        id=contract.id,
        number=row.number,
        status=principal.status(today),
        employer=EmployerRead(name=row.employer_name, siret=row.employer_siret),
        insurer=row.insurer,
        manager=row.manager,
        responsible=row.responsible,
        entered_on=principal.entered_on,
        ends_on=principal.ends_on,
    )


def _person(
    person: CoveredPerson, options: Sequence[AnyRow], today: date, language: str
) -> CoveredPersonRead:
    row = person.row
    return CoveredPersonRead(
        id=row.id,
        first_name=row.first_name,
        last_name=row.last_name,
        relationship=row.relationship,
        status=person.status(today),
        entered_on=person.entered_on,
        ends_on=person.ends_on,
        terminated_on=row.terminated_on,
        termination_reason=row.termination_reason,
        levels=[
            LevelPeriodRead(
                level=LevelRead(id=cover.row.level_id, name=cover.row.level_name),
                starts_on=cover.starts_on,
                ends_on=cover.ends_on,
            )
            for cover in person.covers
        ],
        options=[
            SubscribedOptionRead(
                option_id=option.option_id,
                label=Labels(option.label_fr, option.label_en).in_language(language),
                starts_on=option.starts_on,
                monthly_price=option.monthly_price,
            )
            for option in options
            if option.beneficiary_id == row.id
        ],
    )
