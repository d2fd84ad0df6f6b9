"""What partners send, one resource at a time; each is known by the partner's own reference.

Sending a resource again with the same content changes nothing and answers `unchanged`.
"""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from app.dependencies.feeds import FeedServiceDep
from app.dependencies.infrastructure import PortfolioDep
from app.dependencies.principals import (
    MayWriteBeneficiaries,
    MayWriteBenefitLevels,
    MayWriteContracts,
    MayWriteMembers,
    MayWriteStatements,
)
from app.errors.authentication import PermissionMissing, Unauthenticated
from app.errors.feeds import (
    OverlappingCovers,
    ReferenceTaken,
    TotalsMismatch,
    UnbalancedLine,
    UnknownReference,
)
from app.errors.requests import BodyTooLarge, Conflict, MalformedBody
from app.http.problems import problems
from app.schemas.base import Reference
from app.schemas.feeds.contracts import BenefitLevelFeed, ContractFeed
from app.schemas.feeds.people import BeneficiaryFeed, MemberFeed
from app.schemas.feeds.statements import StatementFeed
from app.schemas.imports import FeedResult
from app.services.feeds.kinds import FeedSource
from app.values.imports import ImportKind

router = APIRouter(prefix="/partner/v1", tags=["feeds in"])
COMMON = (Unauthenticated, PermissionMissing, MalformedBody, BodyTooLarge, Conflict)
CREATED: dict[int | str, dict[str, Any]] = {
    201: {"model": FeedResult, "description": "It was new."}
}
Ref = Annotated[Reference, Path(description="The partner's own reference.", examples=["M-1"])]


@router.put(
    "/contracts/{ref}",
    operation_id="putContract",
    summary="Create or change a contract",
    responses=CREATED | problems(*COMMON, UnknownReference),
)
async def put_contract(
    ref: Ref,
    body: ContractFeed,
    partner: MayWriteContracts,
    portfolio: PortfolioDep,
    feeds: FeedServiceDep,
    response: Response,
) -> FeedResult:
    """A token bound to an employer sends that employer's contracts only."""
    source = FeedSource(portfolio, partner.employer_ref)
    return _told(response, await feeds.put(ImportKind.CONTRACTS, source, ref, body))


@router.put(
    "/benefit-levels/{ref}",
    operation_id="putBenefitLevel",
    summary="Create or change a benefit level",
    responses=CREATED | problems(*COMMON),
)
async def put_benefit_level(
    ref: Ref,
    body: BenefitLevelFeed,
    partner: MayWriteBenefitLevels,
    portfolio: PortfolioDep,
    feeds: FeedServiceDep,
    response: Response,
) -> FeedResult:
    """Its third-party-payment grid is what the cards print."""
    source = FeedSource(portfolio, partner.employer_ref)
    return _told(response, await feeds.put(ImportKind.BENEFIT_LEVELS, source, ref, body))


@router.put(
    "/members/{ref}",
    operation_id="putMember",
    summary="Create or change a member",
    responses=CREATED | problems(*COMMON, UnknownReference, ReferenceTaken, OverlappingCovers),
)
async def put_member(
    ref: Ref,
    body: MemberFeed,
    partner: MayWriteMembers,
    portfolio: PortfolioDep,
    feeds: FeedServiceDep,
    response: Response,
) -> FeedResult:
    """A new member with an e-mail is invited to the member space. `covers` is the whole history."""
    source = FeedSource(portfolio, partner.employer_ref)
    return _told(response, await feeds.put(ImportKind.MEMBERS, source, ref, body))


@router.put(
    "/beneficiaries/{ref}",
    operation_id="putBeneficiary",
    summary="Create or change a dependent of a member",
    responses=CREATED | problems(*COMMON, UnknownReference, ReferenceTaken, OverlappingCovers),
)
async def put_beneficiary(
    ref: Ref,
    body: BeneficiaryFeed,
    partner: MayWriteBeneficiaries,
    portfolio: PortfolioDep,
    feeds: FeedServiceDep,
    response: Response,
) -> FeedResult:
    """The reference shares one space with members'. `covers` is the whole history."""
    source = FeedSource(portfolio, partner.employer_ref)
    return _told(response, await feeds.put(ImportKind.BENEFICIARIES, source, ref, body))


@router.put(
    "/statements/{ref}",
    operation_id="putStatement",
    summary="Create a statement, or replace it with its lines",
    responses=CREATED | problems(*COMMON, UnknownReference, TotalsMismatch, UnbalancedLine),
)
async def put_statement(
    ref: Ref,
    body: StatementFeed,
    partner: MayWriteStatements,
    portfolio: PortfolioDep,
    feeds: FeedServiceDep,
    response: Response,
) -> FeedResult:
    """Totals must be the sums of the lines, and every line must balance, to the cent."""
    source = FeedSource(portfolio, partner.employer_ref)
    return _told(response, await feeds.put(ImportKind.STATEMENTS, source, ref, body))


def _told(response: Response, result: FeedResult) -> FeedResult:
    if result.outcome == "created":
        response.status_code = HTTPStatus.CREATED
    return result
