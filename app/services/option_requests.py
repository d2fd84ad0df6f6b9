"""Asking for an option: a change request, which the administrator validates."""

from collections.abc import Sequence
from uuid import UUID

from app.errors.base import DomainError, FieldProblem
from app.errors.options import (
    ConsentOutdated,
    MemberOnly,
    OptionAlreadyAsked,
    OptionAlreadySubscribed,
    OptionDateRefused,
    OptionNotAvailable,
    OptionNotFound,
)
from app.gateways.clock import Clock
from app.repositories.change_request_moves import ChangeRequestRepository
from app.schemas.change_request_details import SubscriberDetails, SubscriptionDetails
from app.schemas.change_requests import ChangeRequestRead
from app.schemas.options import OptionRequestCreate
from app.services.change_request_moves import ChangeRequests, Opening
from app.services.change_requests import ChangeRequestService
from app.services.family_rights import FamilyRights
from app.services.option_offers import OptionOffers
from app.services.options import FamilyOptions, OptionFile
from app.values.change_requests import ChangeRequestKind
from app.values.family_rights import FamilyRight
from app.values.ids import parse_id
from app.values.principals import CurrentMember, RequestOrigin
from app.values.relationships import Relationship

NOT_FOR_THEM = "not_for_them"


class OptionRequestService:
    """`requestOption`."""

    def __init__(
        self,
        requests: ChangeRequestRepository,
        file: OptionFile,
        family: FamilyRights,
        moves: ChangeRequests,
        answers: ChangeRequestService,
        clock: Clock,
    ) -> None:
        self._requests = requests
        self._file = file
        self._family = family
        self._moves = moves
        self._answers = answers
        self._clock = clock

    async def ask(
        self,
        member: CurrentMember,
        contract_id: UUID,
        body: OptionRequestCreate,
        language: str,
        origin: RequestOrigin,
    ) -> ChangeRequestRead:
        """Ask for an option for people of the family, from a day on, with a consent.

        Raises:
            ContractNotFound: none of the people whom the reader may see ever was under it.
            OptionNotFound: the contract has no such option.
            MemberOnly: the reader is a dependent.
            ConsentOutdated: the text has changed since it was shown.
            OptionDateRefused: it cannot begin that day.
            BeneficiaryNotFound, Confidential: nobody whose card the reader may see.
            OptionAlreadySubscribed, OptionAlreadyAsked, OptionNotAvailable: of somebody named.
        """
        # Two requests at once of one family wait for each other: the second finds the first.
        await self._requests.lock_family(member)
        family = await self._file.of_family(member, contract_id)
        option = _option(family, parse_id(body.option_id))
        self._check(member, family, option, body)
        people = list(dict.fromkeys(map(parse_id, body.beneficiary_ids)))
        subscribers = [
            await self._subscriber(member, family, option, body, person_id, place)
            for place, person_id in enumerate(people)
        ]
        request_id = await self._moves.open(
            member,
            Opening(
                kind=ChangeRequestKind.SUBSCRIBE_OPTION,
                contract_id=contract_id,
                details=self._details(option, subscribers, body.consent_version),
                wished_on=body.starts_on,
            ),
            origin,
        )
        return await self._answers.read(member, request_id, language)

    def _check(
        self,
        member: CurrentMember,
        family: FamilyOptions,
        option: OptionOffers,
        body: OptionRequestCreate,
    ) -> None:
        own = family.people.get(member.beneficiary_id)
        if own is None or own[0].row.relationship is not Relationship.SELF:
            raise MemberOnly
        if body.consent_version != option.row.consent_version:
            raise ConsentOutdated
        today = self._clock.today()
        if not option.can_begin(body.starts_on, today):
            raise OptionDateRefused(earliest_on=option.earliest_on(today))

    async def _subscriber(
        self,
        member: CurrentMember,
        family: FamilyOptions,
        option: OptionOffers,
        body: OptionRequestCreate,
        person_id: UUID,
        place: int,
    ) -> SubscriberDetails:
        if person_id not in family.people:
            await self._family.require(member, person_id, FamilyRight.CARD)
            raise _refused(OptionNotAvailable, place)
        if (option.id, person_id) in family.subscribed:
            raise _refused(OptionAlreadySubscribed, place)
        if (option.id, person_id) in family.asked:
            raise _refused(OptionAlreadyAsked, place)
        covers = family.people[person_id]
        cover = next((one for one in covers if one.is_in_force(body.starts_on)), None)
        price = option.price_under(cover) if cover else None
        if cover is None or price is None:
            raise _refused(OptionNotAvailable, place)
        return SubscriberDetails(
            beneficiary_id=person_id,
            beneficiary_ref=cover.row.beneficiary_ref,
            monthly_price=price,
        )

    def _details(
        self, option: OptionOffers, subscribers: Sequence[SubscriberDetails], version: str
    ) -> SubscriptionDetails:
        return SubscriptionDetails(
            option_id=option.id,
            option_ref=option.row.option_ref,
            label_fr=option.row.label_fr,
            label_en=option.row.label_en,
            subscribers=list(subscribers),
            consent_version=version,
            consented_at=self._clock.now(),
        )


def _option(family: FamilyOptions, option_id: UUID) -> OptionOffers:
    found = next((one for one in family.options if one.id == option_id), None)
    if found is None:
        raise OptionNotFound
    return found


def _refused(error: type[DomainError], place: int) -> DomainError:
    return error(fields=[FieldProblem(f"/beneficiary_ids/{place}", NOT_FOR_THEM)])
