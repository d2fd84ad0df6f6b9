"""Changes that a signed-in member makes to the ways in: password, phone, e-mail, closing."""

from fastapi import APIRouter

from app.dependencies.auth.account import (
    ClosureServiceDep,
    ContactChangeStartServiceDep,
    PasswordChangeServiceDep,
)
from app.dependencies.auth.cookies import SessionSecretsDep
from app.dependencies.infrastructure import OriginDep, PortfolioDep
from app.dependencies.principals import MayChangeEmail, MayChangeSecurity
from app.errors.authentication import (
    TooManyAttempts,
    UnreachablePhone,
    WeakPassword,
    WrongPassword,
)
from app.errors.requests import RateLimited, TemporarilyUnavailable
from app.http.problems import problems
from app.schemas.account_changes import EmailChangeCreate, PasswordUpdate, PhoneChangeCreate
from app.schemas.auth_flows import FlowStartedRead

router = APIRouter(prefix="/v1/me", tags=["me"])


@router.put(
    "/password",
    operation_id="changePassword",
    summary="Change my password",
    status_code=204,
    responses=problems(WrongPassword, WeakPassword, TooManyAttempts, TemporarilyUnavailable),
)
async def change_password(
    body: PasswordUpdate,
    member: MayChangeSecurity,
    passwords: PasswordChangeServiceDep,
    portfolio: PortfolioDep,
    origin: OriginDep,
) -> None:
    """This session goes on; the others end, other devices are forgotten, and a notice leaves."""
    await passwords.change(
        portfolio, member, current=body.current_password, new=body.new_password, origin=origin
    )


@router.post(
    "/phone-changes",
    operation_id="startPhoneChange",
    summary="Change my phone number",
    status_code=202,
    responses=problems(UnreachablePhone, RateLimited),
)
async def start_phone_change(
    body: PhoneChangeCreate,
    member: MayChangeSecurity,
    changes: ContactChangeStartServiceDep,
    portfolio: PortfolioDep,
    origin: OriginDep,
) -> FlowStartedRead:
    """Sends a code to the new number; `verifyCode` makes it the account's. Then the other sessions
    end, notices leave for the former number and the e-mail, and e-mail, bank details and full NIR
    are suspended for 72 hours.
    """
    return await changes.start_phone(portfolio, member, body.phone, origin)


@router.post(
    "/email-changes",
    operation_id="startEmailChange",
    summary="Change my e-mail address",
    status_code=202,
    responses=problems(RateLimited),
)
async def start_email_change(
    body: EmailChangeCreate,
    member: MayChangeEmail,
    changes: ContactChangeStartServiceDep,
    portfolio: PortfolioDep,
    origin: OriginDep,
) -> FlowStartedRead:
    """Sends a code to the present address; once `verifyCode` has it, another leaves for the new
    one, and a second `verifyCode` makes it the account's. An address that somebody else has
    receives no code, and the answers are the same.
    """
    return await changes.start_email(portfolio, member, body.email, origin)


@router.post(
    "/closure",
    operation_id="closeAccount",
    summary="Close my account",
    status_code=204,
    responses=problems(),
)
async def close_account(
    member: MayChangeSecurity,
    closure: ClosureServiceDep,
    session_secrets: SessionSecretsDep,
    portfolio: PortfolioDep,
    origin: OriginDep,
) -> None:
    """Nobody comes in any more: sessions end, devices and second factors go. The contract is not
    concerned.
    """
    session_secrets.take_back()
    await closure.close(portfolio, member, origin)
