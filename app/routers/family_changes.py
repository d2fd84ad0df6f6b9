"""Who joins the family and who leaves it: change requests, which the administrator decides."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query

from app.dependencies.family_changes import AdditionServiceDep, RemovalServiceDep
from app.dependencies.idempotency import CreatingRoute
from app.dependencies.infrastructure import LanguageDep, OriginDep, PortfolioDep
from app.dependencies.principals import MayChangeBeneficiaries
from app.errors.beneficiaries import BeneficiaryNotFound, Confidential
from app.errors.contracts import ContractNotFound
from app.errors.covers import CoverEnded, CoverNotStarted, NoCover
from app.errors.family_changes import (
    AdditionAlreadyAsked,
    AdditionDateRefused,
    AdditionNotOffered,
    AlreadyCovered,
    MemberNotRemovable,
    RemovalAlreadyAsked,
    RemovalDateRefused,
)
from app.errors.options import MemberOnly
from app.errors.requests import BodyTooLarge, MalformedBody
from app.http.problems import problems
from app.routers.beneficiaries import BeneficiaryId
from app.schemas.additions import BeneficiaryCreate
from app.schemas.change_requests import ChangeRequestRead
from app.schemas.dates import IsoDate
from app.values.ids import parse_id

router = APIRouter(prefix="/v1/beneficiaries", tags=["beneficiaries"], route_class=CreatingRoute)
TerminatedOn = Annotated[
    IsoDate | None,
    Query(
        description="Day of termination: today or later, today when left out; the portfolio says "
        "whether cover goes on to the end of the month."
    ),
]


@router.post(
    "",
    operation_id="addBeneficiary",
    summary="Ask for somebody to be added to my family",
    status_code=HTTPStatus.CREATED,
    responses=problems(
        MalformedBody,
        BodyTooLarge,
        MemberOnly,
        ContractNotFound,
        AdditionNotOffered,
        AdditionDateRefused,
        AlreadyCovered,
        AdditionAlreadyAsked,
        NoCover,
        CoverEnded,
        CoverNotStarted,
    ),
)
async def add_beneficiary(
    body: BeneficiaryCreate,
    member: MayChangeBeneficiaries,
    portfolio: PortfolioDep,
    additions: AdditionServiceDep,
    language: LanguageDep,
    origin: OriginDep,
) -> ChangeRequestRead:
    """A change request that waits for the documents it lists; `listRelationships` tells them
    before. Cover may begin in the past with a birth or a marriage of the last months. Who is
    covered or was asked for, by first name and birth date, is refused. The member alone may ask.
    """
    return await additions.ask(portfolio, member, body, language, origin)


@router.delete(
    "/{beneficiary_id}",
    operation_id="removeBeneficiary",
    summary="Ask for somebody to be removed from my family",
    status_code=HTTPStatus.ACCEPTED,
    responses=problems(
        BeneficiaryNotFound,
        Confidential,
        MemberOnly,
        MemberNotRemovable,
        RemovalDateRefused,
        RemovalAlreadyAsked,
        NoCover,
        CoverEnded,
        CoverNotStarted,
    ),
)
async def remove_beneficiary(
    beneficiary_id: BeneficiaryId,
    member: MayChangeBeneficiaries,
    portfolio: PortfolioDep,
    removals: RemovalServiceDep,
    language: LanguageDep,
    origin: OriginDep,
    terminated_on: TerminatedOn = None,
) -> ChangeRequestRead:
    """A change request: the person stays covered until the administrator validates it, and what was
    reimbursed stays readable. The member alone may ask, for anybody else whose card they may see.
    """
    person = parse_id(beneficiary_id)
    return await removals.ask(portfolio, member, person, terminated_on, language, origin)
