"""Logging in, staying in, logging out."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends

from app.dependencies.auth.account import StepUpServiceDep
from app.dependencies.auth.cookies import SessionSecretsDep
from app.dependencies.auth.presented import DeviceSecret
from app.dependencies.auth.sessions import LoginServiceDep, LogoutServiceDep, RefreshServiceDep
from app.dependencies.guards import Public
from app.dependencies.infrastructure import OriginDep, PortfolioDep
from app.dependencies.principals import MayEndSession, MayStepUp
from app.dependencies.rates import LimitedWayIn
from app.errors.authentication import (
    InvalidCredentials,
    OriginRefused,
    TooManyAttempts,
    Unauthenticated,
)
from app.errors.requests import TemporarilyUnavailable
from app.http.problems import problems
from app.schemas.auth import LoginCreate, LoginRead, RefreshCreate, TokensRead
from app.schemas.auth_flows import FlowStartedRead
from app.services.auth.login import Credentials

router = APIRouter(prefix="/v1/auth", tags=["auth"], dependencies=[LimitedWayIn, Depends(Public())])
# For whoever is in: never refused for what others at the same address do.
signed_in = APIRouter(prefix="/v1/auth", tags=["auth"])
NO_TOKEN = RefreshCreate()


@router.post(
    "/login",
    operation_id="logIn",
    summary="Log in with e-mail and password",
    responses=problems(InvalidCredentials, OriginRefused, TooManyAttempts, TemporarilyUnavailable),
)
async def log_in(
    body: LoginCreate,
    login: LoginServiceDep,
    session_secrets: SessionSecretsDep,
    portfolio: PortfolioDep,
    device_secret: DeviceSecret,
    origin: OriginDep,
) -> LoginRead:
    """Answers tokens, or the flow of a second factor.

    A second factor is asked on a browser or app we do not know (`new_device`), from an address we
    do not know (`new_ip`), or after three months without login (`inactivity`).
    """
    credentials = Credentials(body.email, body.password, body.client, device_secret)
    outcome = await login.log_in(portfolio, credentials, origin)
    return session_secrets.give_login(outcome)


@signed_in.post(
    "/step-up",
    operation_id="startStepUp",
    summary="Show a second factor again",
    status_code=202,
    responses=problems(),
)
async def start_step_up(
    member: MayStepUp, step_ups: StepUpServiceDep, portfolio: PortfolioDep
) -> FlowStartedRead:
    """The answer to `step_up_required` (RFC 9470), which operations give that change the account or
    disclose most, unless a second factor was shown in the last fifteen minutes. The steps are those
    of a login; the last one answers tokens of the same session.
    """
    return await step_ups.start(portfolio, member)


@router.post(
    "/refresh",
    operation_id="refreshSession",
    summary="Get a fresh access token",
    responses=problems(Unauthenticated, OriginRefused),
)
async def refresh_session(
    refresh: RefreshServiceDep,
    session_secrets: SessionSecretsDep,
    portfolio: PortfolioDep,
    origin: OriginDep,
    body: Annotated[RefreshCreate, Body()] = NO_TOKEN,
) -> TokensRead:
    """Each refresh token is used once; using one again later ends the session.

    Requests that run in parallel all receive the same successor, for thirty seconds.
    """
    presented = session_secrets.take_refresh_token(body)
    tokens = await refresh.refresh(portfolio, presented, origin)
    return session_secrets.give_tokens(tokens)


@signed_in.post(
    "/logout",
    operation_id="logOut",
    summary="Log out here",
    status_code=204,
    responses=problems(OriginRefused),
)
async def log_out(
    member: MayEndSession,
    logout: LogoutServiceDep,
    session_secrets: SessionSecretsDep,
    origin: OriginDep,
) -> None:
    """Ends this session; its tokens are refused from the next request on."""
    session_secrets.take_back()
    await logout.end_this(member, origin)


@signed_in.post(
    "/logout-all",
    operation_id="logOutEverywhere",
    summary="Log out everywhere",
    status_code=204,
    responses=problems(OriginRefused),
)
async def log_out_everywhere(
    member: MayEndSession,
    logout: LogoutServiceDep,
    session_secrets: SessionSecretsDep,
    origin: OriginDep,
) -> None:
    """Ends every session of the account, this one included."""
    session_secrets.take_back()
    await logout.end_all(member, origin)
