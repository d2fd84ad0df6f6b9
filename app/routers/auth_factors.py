"""The second factor in a flow: the phone, what was enrolled beside it, and a phone that is lost."""

from fastapi import APIRouter, Depends

from app.dependencies.auth.cookies import SessionSecretsDep
from app.dependencies.auth.flows import (
    FactorStepServiceDep,
    PhoneRecoveryServiceDep,
    PhoneStepServiceDep,
)
from app.dependencies.auth.presented import FlowId, FlowSecret
from app.dependencies.guards import Public
from app.dependencies.infrastructure import OriginDep, PortfolioDep
from app.dependencies.rates import LimitedWayIn
from app.errors.authentication import (
    FlowExpired,
    FlowFailed,
    FlowNotFound,
    FlowStepOutOfOrder,
    IdentityMismatch,
    InvalidCredentials,
    OriginRefused,
    RecoveryRefused,
    ResendTooEarly,
    TooManyAttempts,
    TooManySends,
    UnreachablePhone,
    WrongCode,
)
from app.errors.requests import RateLimited
from app.errors.second_factors import WrongPasskey
from app.http.problems import problems
from app.schemas.auth import AuthenticatedRead
from app.schemas.auth_flows import (
    FlowRead,
    FlowStartedRead,
    PhoneRecoveryCreate,
    PhoneSubmission,
    RecoveryCodeSubmission,
    TotpSubmission,
)
from app.schemas.passkeys import PasskeySubmission
from app.values.ids import parse_id

router = APIRouter(
    prefix="/v1/auth/flows/{flow_id}",
    tags=["auth"],
    dependencies=[LimitedWayIn, Depends(Public())],
)

STEP = (FlowNotFound, FlowStepOutOfOrder, FlowFailed, FlowExpired)
SEND = (ResendTooEarly, TooManySends, RateLimited)
SHOWN = (*STEP, InvalidCredentials, OriginRefused, TooManyAttempts)


@router.post(
    "/phone",
    operation_id="submitPhone",
    summary="Give a mobile number",
    status_code=202,
    responses=problems(*STEP, UnreachablePhone, *SEND),
)
async def submit_phone(
    flow_id: FlowId,
    body: PhoneSubmission,
    secret: FlowSecret,
    phones: PhoneStepServiceDep,
    portfolio: PortfolioDep,
    origin: OriginDep,
) -> FlowRead:
    """In a login or a step-up: compared with the file; the code leaves if it is the same, and the
    answer is the same if not. In an activation without a number on file, a change or a recovery:
    the number to prove.
    """
    return await phones.submit(portfolio, parse_id(flow_id), secret, body.phone, origin)


@router.post(
    "/totp",
    operation_id="submitTotp",
    summary="Enter what the authenticator app shows",
    responses=problems(*SHOWN, WrongCode),
)
async def submit_totp(
    flow_id: FlowId,
    body: TotpSubmission,
    secret: FlowSecret,
    factors: FactorStepServiceDep,
    session_secrets: SessionSecretsDep,
    portfolio: PortfolioDep,
    origin: OriginDep,
) -> AuthenticatedRead:
    """In the place of the SMS, in a login or a step-up. A code is accepted once."""
    tokens = await factors.submit_totp(portfolio, parse_id(flow_id), secret, body.code, origin)
    return session_secrets.give_session(tokens)


@router.post(
    "/recovery-code",
    operation_id="submitRecoveryCode",
    summary="Enter a recovery code",
    responses=problems(*SHOWN, WrongCode),
)
async def submit_recovery_code(
    flow_id: FlowId,
    body: RecoveryCodeSubmission,
    secret: FlowSecret,
    factors: FactorStepServiceDep,
    session_secrets: SessionSecretsDep,
    portfolio: PortfolioDep,
    origin: OriginDep,
) -> AuthenticatedRead:
    """In the place of the SMS, in a login or a step-up. A code is accepted once."""
    flow = parse_id(flow_id)
    tokens = await factors.submit_recovery_code(portfolio, flow, secret, body.code, origin)
    return session_secrets.give_session(tokens)


@router.post(
    "/passkey",
    operation_id="submitPasskey",
    summary="Show a passkey",
    responses=problems(*SHOWN, WrongPasskey),
)
async def submit_passkey(
    flow_id: FlowId,
    body: PasskeySubmission,
    secret: FlowSecret,
    factors: FactorStepServiceDep,
    session_secrets: SessionSecretsDep,
    portfolio: PortfolioDep,
    origin: OriginDep,
) -> AuthenticatedRead:
    """In the place of the SMS, in a login or a step-up: hand the flow's `passkey` to
    `navigator.credentials.get()`, and send what `credential.toJSON()` gives.
    """
    flow = parse_id(flow_id)
    tokens = await factors.submit_passkey(portfolio, flow, secret, body.credential, origin)
    return session_secrets.give_session(tokens)


@router.post(
    "/phone-recovery",
    operation_id="startPhoneRecovery",
    summary="Say that the phone is lost",
    status_code=202,
    responses=problems(*STEP, IdentityMismatch, RecoveryRefused, TooManyAttempts),
)
async def start_phone_recovery(
    flow_id: FlowId,
    body: PhoneRecoveryCreate,
    secret: FlowSecret,
    recoveries: PhoneRecoveryServiceDep,
    portfolio: PortfolioDep,
    origin: OriginDep,
) -> FlowStartedRead:
    """From a login whose password was right. Answers another flow, which opens at `available_at`:
    keep its id and secret until then. Notices leave at once, with a link that cancels.

    After the wait: `requestCode` by e-mail, `verifyCode`, `submitPhone` with the new number,
    `verifyCode`. Then log in.
    """
    return await recoveries.start(
        portfolio,
        parse_id(flow_id),
        secret,
        member_number=body.member_number,
        birth_date=body.birth_date,
        origin=origin,
    )
