"""Second factors that a member enrols beside the phone."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path

from app.dependencies.auth.account import FactorListServiceDep, SecondFactorServiceDep
from app.dependencies.infrastructure import OriginDep, PortfolioDep
from app.dependencies.principals import MayChangeSecurity, MayReadSecurity
from app.errors.authentication import WrongCode
from app.errors.requests import Conflict
from app.errors.second_factors import SecondFactorNotFound, TooManyFactors, WrongPasskey
from app.http.problems import problems
from app.schemas.passkeys import PasskeyConfirmation, PasskeyCreate, PasskeyEnrolmentRead
from app.schemas.second_factors import (
    RecoveryCodesRead,
    SecondFactorPage,
    SecondFactorRead,
    TotpConfirmation,
    TotpCreate,
    TotpEnrolmentRead,
)
from app.values.ids import parse_id

router = APIRouter(prefix="/v1/me", tags=["me"])
FactorId = Annotated[str, Path(description="The `id` of the second factor, or of its enrolment.")]


@router.get(
    "/second-factors",
    operation_id="listSecondFactors",
    summary="List what can stand for my second factor",
    responses=problems(),
)
async def list_second_factors(
    member: MayReadSecurity, factors: FactorListServiceDep
) -> SecondFactorPage:
    """The phone that receives codes, authenticator apps, passkeys, recovery codes left."""
    return await factors.list_factors(member)


@router.post(
    "/second-factors/totp",
    operation_id="enrolTotp",
    summary="Begin to enrol an authenticator app",
    status_code=HTTPStatus.CREATED,
    responses=problems(TooManyFactors),
)
async def enrol_totp(
    body: TotpCreate,
    member: MayChangeSecurity,
    factors: SecondFactorServiceDep,
    portfolio: PortfolioDep,
) -> TotpEnrolmentRead:
    """The secret and its QR code; of no use before `confirmTotp`."""
    return await factors.enrol_totp(portfolio, member, body.name)


@router.post(
    "/second-factors/totp/{factor_id}/confirmation",
    operation_id="confirmTotp",
    summary="Confirm an authenticator app",
    responses=problems(SecondFactorNotFound, WrongCode),
)
async def confirm_totp(
    factor_id: FactorId,
    body: TotpConfirmation,
    member: MayChangeSecurity,
    factors: SecondFactorServiceDep,
    portfolio: PortfolioDep,
    origin: OriginDep,
) -> SecondFactorRead:
    """With the code that the app shows. The other sessions end, and a notice leaves."""
    return await factors.confirm_totp(portfolio, member, parse_id(factor_id), body.code, origin)


@router.post(
    "/second-factors/passkeys",
    operation_id="enrolPasskey",
    summary="Begin to enrol a passkey",
    status_code=HTTPStatus.CREATED,
    responses=problems(TooManyFactors),
)
async def enrol_passkey(
    body: PasskeyCreate,
    member: MayChangeSecurity,
    factors: SecondFactorServiceDep,
    portfolio: PortfolioDep,
) -> PasskeyEnrolmentRead:
    """Hand `options` to `navigator.credentials.create()`, and confirm with what
    `credential.toJSON()` gives.
    """
    return await factors.enrol_passkey(portfolio, member, body.name)


@router.post(
    "/second-factors/passkeys/{factor_id}/confirmation",
    operation_id="confirmPasskey",
    summary="Confirm a passkey",
    responses=problems(SecondFactorNotFound, WrongPasskey, Conflict),
)
async def confirm_passkey(
    factor_id: FactorId,
    body: PasskeyConfirmation,
    member: MayChangeSecurity,
    factors: SecondFactorServiceDep,
    portfolio: PortfolioDep,
    origin: OriginDep,
) -> SecondFactorRead:
    """With what the device made. The other sessions end, and a notice leaves."""
    factor = parse_id(factor_id)
    return await factors.confirm_passkey(portfolio, member, factor, body.credential, origin)


@router.delete(
    "/second-factors/{factor_id}",
    operation_id="removeSecondFactor",
    summary="Remove an authenticator app or a passkey",
    status_code=HTTPStatus.NO_CONTENT,
    responses=problems(SecondFactorNotFound),
)
async def remove_second_factor(
    factor_id: FactorId,
    member: MayChangeSecurity,
    factors: SecondFactorServiceDep,
    portfolio: PortfolioDep,
    origin: OriginDep,
) -> None:
    """The phone on file stays. The other sessions end, and a notice leaves."""
    await factors.remove(portfolio, member, parse_id(factor_id), origin)


@router.post(
    "/recovery-codes",
    operation_id="makeRecoveryCodes",
    summary="Make recovery codes",
    status_code=HTTPStatus.CREATED,
    responses=problems(),
)
async def make_recovery_codes(
    member: MayChangeSecurity,
    factors: SecondFactorServiceDep,
    portfolio: PortfolioDep,
    origin: OriginDep,
) -> RecoveryCodesRead:
    """Ten codes to write down, shown this once; those made before are worthless. The other sessions
    end, and a notice leaves.
    """
    return await factors.make_recovery_codes(portfolio, member, origin)
