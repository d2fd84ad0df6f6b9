"""Certificates of affiliation and of termination: one set of facts for JSON and for print.

Decisions: a certificate is the reader's own, about one contract; it also lists whoever else of the
family the reader may see on the card and who is covered on the day that is certified — today, or
the reader's last day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from app.documents.certificate_facts import (
    AffiliationFacts,
    CertificateContract,
    CertificatePerson,
    RightFacts,
    TerminationFacts,
)
from app.errors.contracts import ContractNotFound
from app.errors.documents import TerminationDateUnknown
from app.gateways.clock import Clock
from app.repositories.base import AnyRow
from app.repositories.contracts import ContractReader
from app.schemas.certificates import (
    AffiliationCertificateRead,
    CertificateContractRead,
    CertificatePersonRead,
    FollowingRightRead,
    TerminationCertificateRead,
)
from app.services.covers import CoverPeriod, cover_in_force, covers_of, entry_date
from app.services.portfolios import CurrentPortfolio
from app.values.following_rights import rights_after
from app.values.principals import CurrentMember
from app.values.relationships import LABELS, Relationship


@dataclass(frozen=True, slots=True)
class Certified:
    """What the JSON answers add to the facts: ids and codes, in the order of the persons."""

    contract_id: UUID
    person_ids: tuple[UUID, ...]
    relationships: tuple[Relationship, ...]


@dataclass(frozen=True, slots=True)
class Affiliation:
    """A certificate of affiliation."""

    facts: AffiliationFacts
    certified: Certified


@dataclass(frozen=True, slots=True)
class Termination:
    """A certificate of termination."""

    facts: TerminationFacts
    certified: Certified


@dataclass(frozen=True, slots=True)
class _Covered:
    """A person, and the cover they have on the day that is certified, among all of theirs."""

    cover: CoverPeriod
    covers: list[CoverPeriod]

    @property
    def row(self) -> AnyRow:
        row: AnyRow = self.cover.row
        return row

    @property
    def leaves_on(self) -> date | None:
        """The last day under the contract: a change of level is no end."""
        return max(self.covers, key=lambda cover: cover.starts_on).ends_on


class CertificateService:
    """Gathers what certificates state."""

    def __init__(self, covers: ContractReader, clock: Clock, portfolio: CurrentPortfolio) -> None:
        self._covers = covers
        self._clock = clock
        self._portfolio = portfolio

    async def affiliation(
        self, member: CurrentMember, contract_id: UUID, language: str
    ) -> Affiliation:
        """Who is covered today, the reader first.

        Raises:
            ContractNotFound: the reader never was under this contract.
            CoverEnded, CoverNotStarted: they are not today.
        """
        family = await self._family(member, contract_id)
        today = self._clock.today()
        cover_in_force(family[member.beneficiary_id], today)
        covered = _covered_on(family, today, member.beneficiary_id)
        return Affiliation(
            AffiliationFacts(
                self._contract(covered[0].row), _persons(covered, language), in_force_on=today
            ),
            _certified(contract_id, covered),
        )

    async def termination(
        self, member: CurrentMember, contract_id: UUID, language: str
    ) -> Termination:
        """Who is covered until the reader's last day, the reader first, and what may follow.

        Raises:
            ContractNotFound: the reader never was under this contract.
            TerminationDateUnknown: their cover has no last day.
        """
        family = await self._family(member, contract_id)
        last = max(family[member.beneficiary_id], key=lambda cover: cover.starts_on)
        if last.ends_on is None:
            raise TerminationDateUnknown
        covered = _covered_on(family, last.ends_on, member.beneficiary_id)
        months = self._portfolio.configuration.certificates
        rights = rights_after(
            last.ends_on,
            portability_months=months.portability_months,
            evin_months=months.evin_request_months,
            language=language,
        )
        return Termination(
            TerminationFacts(
                self._contract(covered[0].row),
                _persons(covered, language),
                ends_on=last.ends_on,
                reason=last.row.termination_reason,
                rights=tuple(RightFacts(*right) for right in rights),
            ),
            _certified(contract_id, covered),
        )

    async def _family(
        self, member: CurrentMember, contract_id: UUID
    ) -> dict[UUID, list[CoverPeriod]]:
        rows = await self._covers.list_covers(member, contract_id)
        family = {
            person_id: covers
            for person_id, group in groupby(rows, lambda row: row.id)
            if (covers := covers_of(list(group)))
        }
        if member.beneficiary_id not in family:
            raise ContractNotFound
        return family

    def _contract(self, row: AnyRow) -> CertificateContract:
        configuration = self._portfolio.configuration
        return CertificateContract(
            brand=configuration.brand,
            insurer=row.insurer,
            manager=row.manager,
            contract_number=row.number,
            employer=row.employer_name,
            responsible=row.responsible,
            member_number=row.member_number,
            phone=configuration.phone_line,
            space_url=str(configuration.member_space_url),
        )


def affiliation_answer(affiliation: Affiliation) -> AffiliationCertificateRead:
    """The same facts as JSON."""
    facts = affiliation.facts
    return AffiliationCertificateRead(
        contract=_contract_answer(facts.contract, affiliation.certified),
        persons=_person_answers(facts.persons, affiliation.certified),
        in_force_on=facts.in_force_on,
    )


def termination_answer(termination: Termination) -> TerminationCertificateRead:
    """The same facts as JSON."""
    facts = termination.facts
    return TerminationCertificateRead(
        contract=_contract_answer(facts.contract, termination.certified),
        persons=_person_answers(facts.persons, termination.certified),
        ends_on=facts.ends_on,
        reason=facts.reason,
        rights=[
            FollowingRightRead(code=one.code, label=one.label, text=one.text, until=one.until)
            for one in facts.rights
        ],
    )


def _covered_on(
    family: dict[UUID, list[CoverPeriod]], day: date, reader_id: UUID
) -> list[_Covered]:
    """Everyone covered that day, the reader first."""
    covered = [
        _Covered(cover, covers)
        for covers in family.values()
        for cover in covers
        if cover.is_in_force(day)
    ]
    return sorted(covered, key=lambda one: one.row.id != reader_id)


def _certified(contract_id: UUID, covered: Sequence[_Covered]) -> Certified:
    return Certified(
        contract_id,
        tuple(one.row.id for one in covered),
        tuple(one.row.relationship for one in covered),
    )


def _persons(covered: Sequence[_Covered], language: str) -> tuple[CertificatePerson, ...]:
    return tuple(
        CertificatePerson(
            last_name=one.row.last_name,
            first_name=one.row.first_name,
            birth_date=one.row.birth_date,
            relationship=LABELS[one.row.relationship].in_language(language),
            level=one.row.level_name,
            entered_on=entry_date(one.covers, one.cover),
            ends_on=one.leaves_on,
        )
        for one in covered
    )


def _contract_answer(
    contract: CertificateContract, certified: Certified
) -> CertificateContractRead:
    return CertificateContractRead(
        id=certified.contract_id,
        number=contract.contract_number,
        employer=contract.employer,
        insurer=contract.insurer,
        manager=contract.manager,
        responsible=contract.responsible,
        member_number=contract.member_number,
    )


def _person_answers(
    persons: Sequence[CertificatePerson], certified: Certified
) -> list[CertificatePersonRead]:
    return [
        CertificatePersonRead(
            id=person_id,
            last_name=person.last_name,
            first_name=person.first_name,
            birth_date=person.birth_date,
            relationship=relationship,
            level=person.level,
            entered_on=person.entered_on,
            ends_on=person.ends_on,
        )
        for person, person_id, relationship in zip(
            persons, certified.person_ids, certified.relationships, strict=True
        )
    ]
