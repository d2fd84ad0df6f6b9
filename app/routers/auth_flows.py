"""Activation, and the steps of flows."""

from fastapi import APIRouter, Depends

from app.dependencies.auth.cookies import SessionSecretsDep
from app.dependencies.auth.flows import (
    ActivationServiceDep,
    CodeRequestServiceDep,
    FlowAccessDep,
    PasswordChoiceServiceDep,
    PhoneStepServiceDep,
    VerificationServiceDep,
)
from app.dependencies.auth.presented import FlowId, FlowSecret
from app.dependencies.guards import Public
from app.dependencies.infrastructure import OriginDep, PortfolioDep
from app.dependencies.rates import LimitedWayIn
from app.errors.authentication import (
    ChannelNotAllowed,
    FlowExpired,
    FlowFailed,
    FlowNotFound,
    FlowStepOutOfOrder,
    InvalidCredentials,
    OriginRefused,
    ResendTooEarly,
    TooManyAttempts,
    TooManySends,
    UnreachablePhone,
    WeakPassword,
    WrongCode,
)
from app.errors.requests import RateLimited, TemporarilyUnavailable
from app.http.problems import problems
from app.schemas.auth import (
    ActivationCreate,
    CodeRequest,
    CodeSubmission,
    FlowRead,
    FlowStartedRead,
    PasswordChoice,
    PhoneSubmission,
    VerificationRead,
)
from app.values.ids import parse_id

router = APIRouter(prefix="/v1/auth", tags=["auth"], dependencies=[LimitedWayIn, Depends(Public())])

STEP = (FlowNotFound, FlowStepOutOfOrder, FlowFailed, FlowExpired)
SEND = (ResendTooEarly, TooManySends, RateLimited)


@router.post(
    "/activations",
    operation_id="startActivation",
    summary="Start activating an account",
    status_code=202,
    responses=problems(),
)
async def start_activation(
    body: ActivationCreate, activation: ActivationServiceDep, portfolio: PortfolioDep
) -> FlowStartedRead:
    """Always answers a flow: whether the e-mail is known is not told, here or later."""
    return await activation.start(portfolio, body.email)


@router.get(
    "/flows/{flow_id}",
    operation_id="getFlow",
    summary="Read what to show next",
    responses=problems(FlowNotFound),
)
async def get_flow(
    flow_id: FlowId, secret: FlowSecret, access: FlowAccessDep, portfolio: PortfolioDep
) -> FlowRead:
    """Also for flows that failed or expired: their `next_step` is `start_again`."""
    return await access.read(portfolio.id, parse_id(flow_id), secret)


@router.post(
    "/flows/{flow_id}/code",
    operation_id="requestCode",
    summary="Receive a code, or another one",
    status_code=202,
    responses=problems(*STEP, ChannelNotAllowed, *SEND),
)
async def request_code(
    flow_id: FlowId,
    body: CodeRequest,
    secret: FlowSecret,
    codes: CodeRequestServiceDep,
    portfolio: PortfolioDep,
    origin: OriginDep,
) -> FlowRead:
    """An SMS code lives 5 minutes, an e-mail code 10; again after 30, then 60 seconds; at most
    three times. A login's code never travels by e-mail.
    """
    return await codes.request(portfolio, parse_id(flow_id), secret, body.channel, origin)


@router.post(
    "/flows/{flow_id}/phone",
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
    """In a login: compared with the file; the code leaves if it is the same, and the answer is the
    same if not. In an activation without a number on file: the number to prove.
    """
    return await phones.submit(portfolio, parse_id(flow_id), secret, body.phone, origin)


@router.post(
    "/flows/{flow_id}/verify",
    operation_id="verifyCode",
    summary="Enter the code received",
    responses=problems(*STEP, WrongCode, InvalidCredentials, OriginRefused, TooManyAttempts),
)
async def verify_code(
    flow_id: FlowId,
    body: CodeSubmission,
    secret: FlowSecret,
    verification: VerificationServiceDep,
    session_secrets: SessionSecretsDep,
    portfolio: PortfolioDep,
    origin: OriginDep,
) -> VerificationRead:
    """Five codes may be handed in, right or wrong. A login ends here, signed in with a second
    factor; an activation goes on.
    """
    outcome = await verification.verify(portfolio, parse_id(flow_id), secret, body.code, origin)
    return session_secrets.give_login(outcome)


@router.post(
    "/flows/{flow_id}/password",
    operation_id="choosePassword",
    summary="Choose a password",
    responses=problems(*STEP, WeakPassword, TemporarilyUnavailable),
)
async def choose_password(
    flow_id: FlowId,
    body: PasswordChoice,
    secret: FlowSecret,
    passwords: PasswordChoiceServiceDep,
    portfolio: PortfolioDep,
    origin: OriginDep,
) -> FlowRead:
    """12 to 128 characters, any characters, hard to guess, not made of your own names.

    The account is active then; nobody is logged in: go to login.
    """
    return await passwords.choose(portfolio, parse_id(flow_id), secret, body.password, origin)
