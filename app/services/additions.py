"""Asking for somebody to be added to the family: a change request with the documents it needs."""

from datetime import date
from uuid import UUID

from app.errors.base import FieldProblem
from app.errors.contracts import ContractNotFound
from app.errors.family_changes import (
    AdditionAlreadyAsked,
    AdditionDateRefused,
    AdditionNotOffered,
    AlreadyCovered,
)
from app.errors.options import MemberOnly
from app.errors.requests import InvalidRequest
from app.errors.validation import INVALID_DATE
from app.gateways.clock import Clock
from app.repositories.change_request_moves import ChangeRequestRepository
from app.repositories.contracts import ContractReader
from app.repositories.families import FamilyRepository
from app.schemas.addition_rules import AdditionCase
from app.schemas.additions import BeneficiaryCreate
from app.schemas.change_request_details import AdditionDetails
from app.schemas.change_requests import ChangeRequestRead
from app.security.keyring import Keyring
from app.services.addition_rules import Newcomer, case_of, first_day, rules_on
from app.services.change_request_file import open_details
from app.services.change_request_moves import ChangeRequests, Opening
from app.services.change_requests import ChangeRequestService
from app.services.covers import cover_in_force, covers_of
from app.services.feeds.benefits import STRANGE_PARAMETER
from app.services.feeds.people import EARLIEST_BIRTH
from app.services.portfolios import CurrentPortfolio
from app.values.additions import ChildSituation, same_person_key
from app.values.change_requests import ChangeRequestKind
from app.values.ids import parse_optional_id
from app.values.periods import shift_months
from app.values.principals import CurrentMember, RequestOrigin
from app.values.relationships import Relationship

KIND = ChangeRequestKind.ADD_BENEFICIARY


class AdditionService:
    """`addBeneficiary`."""

    def __init__(
        self,
        requests: ChangeRequestRepository,
        family: FamilyRepository,
        contracts: ContractReader,
        moves: ChangeRequests,
        answers: ChangeRequestService,
        keyring: Keyring,
        clock: Clock,
    ) -> None:
        self._requests = requests
        self._family = family
        self._contracts = contracts
        self._moves = moves
        self._answers = answers
        self._keyring = keyring
        self._clock = clock

    async def ask(
        self,
        portfolio: CurrentPortfolio,
        member: CurrentMember,
        body: BeneficiaryCreate,
        language: str,
        origin: RequestOrigin,
    ) -> ChangeRequestRead:
        """Ask for a person to be covered from a day on.

        Raises:
            InvalidRequest: a date that cannot be, or what belongs to another relationship.
            MemberOnly: the reader is a dependent.
            AdditionNotOffered, AdditionDateRefused: what the portfolio's rules refuse.
            ContractNotFound, NoCover, CoverEnded, CoverNotStarted: of the member, that day.
            AlreadyCovered, AdditionAlreadyAsked: it is so, or waits for a decision.
        """
        newcomer = self._newcomer(body)
        # Two requests at once of one family wait for each other: the second finds the first.
        await self._requests.lock_family(member)
        await self._check_person(member, body)
        case = self._case(portfolio, newcomer, body.starts_on)
        request_id = await self._moves.open(
            member,
            Opening(
                kind=KIND,
                contract_id=await self._contract(member, body),
                details=_details(body, newcomer.situation),
                wished_on=body.starts_on,
                documents=case.documents,
            ),
            origin,
        )
        return await self._answers.read(member, request_id, language)

    def _newcomer(self, body: BeneficiaryCreate) -> Newcomer:
        today = self._clock.today()
        is_child = body.relationship is Relationship.CHILD
        situation = body.situation if isinstance(body.situation, ChildSituation) else None
        problems = []
        if not EARLIEST_BIRTH <= body.birth_date <= today:
            problems.append(FieldProblem("/birth_date", INVALID_DATE))
        if situation and not is_child:
            problems.append(FieldProblem("/situation", STRANGE_PARAMETER))
        if body.united_on and (is_child or body.relationship is Relationship.COHABITANT):
            problems.append(FieldProblem("/united_on", STRANGE_PARAMETER))
        elif body.united_on and body.united_on < body.birth_date:
            problems.append(FieldProblem("/united_on", INVALID_DATE))
        if problems:
            raise InvalidRequest(fields=problems)
        event_on = body.birth_date if is_child else body.united_on
        return Newcomer(body.relationship, body.birth_date, situation, event_on)

    def _case(self, portfolio: CurrentPortfolio, newcomer: Newcomer, day: date) -> AdditionCase:
        today = self._clock.today()
        rules = rules_on(portfolio.configuration.additions, today)
        case = case_of(rules, newcomer, day)
        if rules is None or case is None:
            raise AdditionNotOffered
        earliest_on = first_day(rules, case, newcomer, today)
        latest_on = shift_months(today, rules.ahead_months)
        if not earliest_on <= day <= latest_on:
            raise AdditionDateRefused(earliest_on=earliest_on, latest_on=latest_on)
        return case

    async def _check_person(self, member: CurrentMember, body: BeneficiaryCreate) -> None:
        key = same_person_key(body.first_name, body.birth_date)
        people = await self._family.list_people(member.member_id)
        asker = next(one for one in people if one.id == member.beneficiary_id)
        if asker.relationship is not Relationship.SELF:
            raise MemberOnly
        if any(
            same_person_key(one.first_name, one.birth_date) == key
            and (one.covered_until or date.max) >= body.starts_on
            for one in people
        ):
            raise AlreadyCovered
        for request in await self._requests.list_open(member, KIND):
            asked: AdditionDetails = open_details(
                self._keyring, request.id, request.kind, request.details_sealed
            )
            if same_person_key(asked.first_name, asked.birth_date) == key:
                raise AdditionAlreadyAsked

    async def _contract(self, member: CurrentMember, body: BeneficiaryCreate) -> UUID:
        contract_id = parse_optional_id(body.contract_id)
        rows = await self._contracts.list_covers(member, contract_id)
        own = covers_of([row for row in rows if row.id == member.beneficiary_id])
        if contract_id and not own:
            raise ContractNotFound
        return cover_in_force(own, body.starts_on).contract_id


def _details(body: BeneficiaryCreate, situation: ChildSituation | None) -> AdditionDetails:
    return AdditionDetails(
        relationship=body.relationship,
        first_name=body.first_name,
        last_name=body.last_name,
        birth_date=body.birth_date,
        nir=body.nir,
        situation=situation,
        united_on=body.united_on,
    )
