"""Who I am to the insurer, and how I want to be told."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.dependencies.infrastructure import LanguageDep, OriginDep, PortfolioDep, PreconditionDep
from app.dependencies.principals import MayChangeProfile, MayReadProfile
from app.dependencies.profiles import ProfileEditingDep, ProfileServiceDep
from app.errors.requests import PreconditionFailed, PreconditionRequired
from app.http.answers import tagged_answer, written_answer
from app.http.etags import not_modified
from app.http.problems import problems
from app.schemas.profiles import ProfileRead, ProfileUpdate

router = APIRouter(prefix="/v1/me", tags=["me"])


@router.get(
    "",
    operation_id="getProfile",
    summary="Read my personal information",
    response_model=ProfileRead,
    responses=problems() | not_modified(),
)
async def get_profile(
    request: Request, member: MayReadProfile, profiles: ProfileServiceDep, language: LanguageDep
) -> Response:
    """Its `ETag` goes into the `If-Match` of a change."""
    return tagged_answer(request, await profiles.read(member, language), language=language)


@router.patch(
    "",
    operation_id="updateProfile",
    summary="Change my address, or how I am told",
    response_model=ProfileRead,
    responses=problems(PreconditionRequired, PreconditionFailed),
)
async def update_profile(
    body: ProfileUpdate,
    member: MayChangeProfile,
    portfolio: PortfolioDep,
    profiles: ProfileEditingDep,
    precondition: PreconditionDep,
    language: LanguageDep,
    origin: OriginDep,
) -> Response:
    """What is left out stays. E-mail and phone, by which one comes in, are changed by
    `startEmailChange` and `startPhoneChange`. A new address stands until the administrator's file
    brings another one than before, and is announced by e-mail.
    """
    profile = await profiles.update(portfolio, member, body, precondition, language, origin)
    return written_answer(profile, language=language)
