"""Activation, forgotten password, and the steps that flows share: codes and passwords."""

from fastapi import APIRouter, Depends

from app.dependencies.auth.cookies import SessionSecretsDep
from app.dependencies.auth.flows import (
    ActivationServiceDep,
    CodeRequestServiceDep,
    FlowAccessDep,
    PasswordChoiceServiceDep,
    PasswordResetServiceDep,
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
    WeakPassword,
    WrongCode,
)
from app.errors.feeds import ReferenceTaken
from app.errors.requests import RateLimited, TemporarilyUnavailable
from app.http.problems import problems
from app.schemas.auth import VerificationRead
from app.schemas.auth_flows import (
    ActivationCreate,
    CodeRequest,
    CodeSubmission,
    FlowRead,
    FlowStartedRead,
    PasswordChoice,
    PasswordResetCreate,
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


@router.post(
    "/password-resets",
    operation_id="startPasswordReset",
    summary="Ask for a new password",
    status_code=202,
    responses=problems(RateLimited),
)
async def start_password_reset(
    body: PasswordResetCreate,
    resets: PasswordResetServiceDep,
    portfolio: PortfolioDep,
    origin: OriginDep,
) -> FlowStartedRead:
    """Sends a code by e-mail, and always answers a flow: whether the e-mail is known is not told.

    Enter the code with `verifyCode`, then `choosePassword`. Every session ends and every device is
    forgotten; nobody is logged in, and the next login asks for a second factor.
    """
    return await resets.start(portfolio, body.email, origin)


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
    return await access.read(portfolio, parse_id(flow_id), secret)


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
    three times. A second factor's code never travels by e-mail.
    """
    return await codes.request(portfolio, parse_id(flow_id), secret, body.channel, origin)


@router.post(
    "/flows/{flow_id}/verify",
    operation_id="verifyCode",
    summary="Enter the code received",
    responses=problems(
        *STEP, WrongCode, InvalidCredentials, OriginRefused, TooManyAttempts, ReferenceTaken
    ),
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
    """Five codes may be handed in, right or wrong. A login or a step-up ends here, signed in with a
    second factor; the others go on, as `next_step` of the answer tells.
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

    The last step of an activation and of a forgotten password. Nobody is logged in: go to login.
    """
    return await passwords.choose(portfolio, parse_id(flow_id), secret, body.password, origin)
