"""The people of a family, and how their statements come."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app.dependencies.beneficiaries import (
    BeneficiaryServiceDep,
    NirDisclosureServiceDep,
    TeletransmissionServiceDep,
)
from app.dependencies.infrastructure import LanguageDep, OriginDep, PreconditionDep
from app.dependencies.principals import MayChangeBeneficiaries, MayReadBeneficiaries, MayReadNir
from app.dependencies.profiles import BeneficiaryContactServiceDep
from app.errors.beneficiaries import BeneficiaryNotFound, Confidential, NirUnknown
from app.errors.contacts import ContactIsProved
from app.errors.requests import PreconditionFailed, PreconditionRequired
from app.errors.teletransmissions import TeletransmissionRefused
from app.http.answers import tagged_answer, written_answer
from app.http.etags import not_modified
from app.http.problems import problems
from app.schemas.beneficiaries import BeneficiaryPage, BeneficiaryRead, NirDisclosureRead
from app.schemas.contacts import BeneficiaryUpdate
from app.schemas.teletransmissions import TeletransmissionRead, TeletransmissionUpdate
from app.values.ids import parse_id

router = APIRouter(prefix="/v1/beneficiaries", tags=["beneficiaries"])
BeneficiaryId = Annotated[str, Path(description="A beneficiary of the family, by id.")]


@router.get(
    "",
    operation_id="listBeneficiaries",
    summary="List the people of my family",
    responses=problems(),
)
async def list_beneficiaries(
    member: MayReadBeneficiaries, beneficiaries: BeneficiaryServiceDep, language: LanguageDep
) -> BeneficiaryPage:
    """Everyone whose card the reader may see, by rank: the member first, whoever left included. The
    whole list, without paging.
    """
    return await beneficiaries.list(member, language)


@router.get(
    "/{beneficiary_id}",
    operation_id="getBeneficiary",
    summary="See one person of my family",
    response_model=BeneficiaryRead,
    responses=problems(BeneficiaryNotFound, Confidential) | not_modified(),
)
async def get_beneficiary(
    request: Request,
    beneficiary_id: BeneficiaryId,
    member: MayReadBeneficiaries,
    beneficiaries: BeneficiaryServiceDep,
    language: LanguageDep,
) -> Response:
    """The NIR is masked; `discloseNir` shows it to whoever just proved who they are."""
    person = await beneficiaries.read(member, parse_id(beneficiary_id), language)
    return tagged_answer(request, person, language=language)


@router.patch(
    "/{beneficiary_id}",
    operation_id="updateBeneficiary",
    summary="Change the contact details of a person of my family",
    response_model=BeneficiaryRead,
    responses=problems(
        BeneficiaryNotFound,
        Confidential,
        ContactIsProved,
        PreconditionRequired,
        PreconditionFailed,
    ),
)
async def update_beneficiary(
    beneficiary_id: BeneficiaryId,
    body: BeneficiaryUpdate,
    member: MayChangeBeneficiaries,
    contacts: BeneficiaryContactServiceDep,
    precondition: PreconditionDep,
    language: LanguageDep,
    origin: OriginDep,
) -> Response:
    """What is left out stays. What is written stands until the administrator's file brings another
    value than before.
    """
    person = parse_id(beneficiary_id)
    changed = await contacts.update(member, person, body, precondition, language, origin)
    return written_answer(changed, language=language)


@router.post(
    "/{beneficiary_id}/nir-disclosures",
    operation_id="discloseNir",
    summary="Show a full social security number",
    responses=problems(BeneficiaryNotFound, Confidential, NirUnknown),
)
async def disclose_nir(
    beneficiary_id: BeneficiaryId,
    member: MayReadNir,
    disclosures: NirDisclosureServiceDep,
    origin: OriginDep,
) -> NirDisclosureRead:
    """Written down where the member can read it (`GET /v1/me/activity`). Refused in the three days
    after a change of factors.
    """
    return await disclosures.disclose(member, parse_id(beneficiary_id), origin)


@router.put(
    "/{beneficiary_id}/teletransmission",
    operation_id="setTeletransmission",
    summary="Switch télétransmission on or off",
    responses=problems(BeneficiaryNotFound, Confidential, TeletransmissionRefused),
)
async def set_teletransmission(
    beneficiary_id: BeneficiaryId,
    body: TeletransmissionUpdate,
    member: MayChangeBeneficiaries,
    teletransmissions: TeletransmissionServiceDep,
    language: LanguageDep,
    origin: OriginDep,
) -> TeletransmissionRead:
    """A request to the statutory fund, which answers within days. Asking again for what is so, or
    was asked for, changes nothing; asking the opposite of a request withdraws it.
    """
    person, enabled = parse_id(beneficiary_id), body.enabled
    return await teletransmissions.switch(
        member, person, enabled=enabled, language=language, origin=origin
    )
