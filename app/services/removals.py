"""Asking for somebody to leave the family's contract: a change request."""

from datetime import date
from uuid import UUID

from app.errors.family_changes import (
    MemberNotRemovable,
    RemovalAlreadyAsked,
    RemovalDateRefused,
)
from app.errors.options import MemberOnly
from app.gateways.clock import Clock
from app.repositories.change_request_moves import ChangeRequestRepository
from app.repositories.contracts import ContractReader
from app.repositories.families import FamilyRepository
from app.schemas.change_request_details import RemovalDetails
from app.schemas.change_requests import ChangeRequestRead
from app.services.addition_rules import rules_on
from app.services.change_request_moves import ChangeRequests, Opening
from app.services.change_requests import ChangeRequestService
from app.services.covers import cover_in_force, covers_of
from app.services.family_rights import FamilyRights
from app.services.portfolios import CurrentPortfolio
from app.values.change_requests import ChangeRequestKind
from app.values.family_rights import FamilyRight
from app.values.periods import shift_months
from app.values.principals import CurrentMember, RequestOrigin
from app.values.relationships import Relationship

KIND = ChangeRequestKind.REMOVE_BENEFICIARY


class RemovalService:
    """`removeBeneficiary`."""

    def __init__(
        self,
        requests: ChangeRequestRepository,
        family: FamilyRepository,
        rights: FamilyRights,
        contracts: ContractReader,
        moves: ChangeRequests,
        answers: ChangeRequestService,
        clock: Clock,
    ) -> None:
        self._requests = requests
        self._family = family
        self._rights = rights
        self._contracts = contracts
        self._moves = moves
        self._answers = answers
        self._clock = clock

    async def ask(
        self,
        portfolio: CurrentPortfolio,
        member: CurrentMember,
        person_id: UUID,
        terminated_on: date | None,
        language: str,
        origin: RequestOrigin,
    ) -> ChangeRequestRead:
        """Ask for a person's cover to be ended on a day, today unless another is named.

        Raises:
            BeneficiaryNotFound, Confidential: nobody whose card the reader may see.
            MemberOnly: the reader is a dependent.
            MemberNotRemovable: the person is the member.
            RemovalDateRefused: in the past, or too far ahead.
            NoCover, CoverEnded, CoverNotStarted: of the person, that day.
            RemovalAlreadyAsked: it waits for a decision.
        """
        await self._requests.lock_family(member)
        await self._rights.require(member, person_id, FamilyRight.CARD)
        people = {one.id: one for one in await self._family.list_people(member.member_id)}
        if people[member.beneficiary_id].relationship is not Relationship.SELF:
            raise MemberOnly
        if person_id == member.beneficiary_id:
            raise MemberNotRemovable
        day = self._day(portfolio, terminated_on)
        asked = await self._requests.list_open(member, KIND)
        if any(request.beneficiary_id == person_id for request in asked):
            raise RemovalAlreadyAsked
        request_id = await self._moves.open(
            member,
            Opening(
                kind=KIND,
                contract_id=await self._contract(member, person_id, day),
                details=RemovalDetails(),
                wished_on=day,
                beneficiary_id=person_id,
            ),
            origin,
        )
        return await self._answers.read(member, request_id, language)

    def _day(self, portfolio: CurrentPortfolio, wished_on: date | None) -> date:
        today = self._clock.today()
        day = wished_on or today
        rules = rules_on(portfolio.configuration.additions, today)
        latest_on = shift_months(today, rules.ahead_months if rules else 0)
        if not today <= day <= latest_on:
            raise RemovalDateRefused(earliest_on=today, latest_on=latest_on)
        return day

    async def _contract(self, member: CurrentMember, person_id: UUID, day: date) -> UUID:
        rows = await self._contracts.list_covers(member)
        covers = covers_of([row for row in rows if row.id == person_id])
        return cover_in_force(covers, day).contract_id
