"""Services of the ways in, and what clients present besides the body."""

from typing import Annotated

from fastapi import Depends, Header, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.container import Container
from app.dependencies.infrastructure import ContainerDep, PortfolioDep, SessionDep
from app.http.session_cookies import DEVICE_COOKIE, require_own_origin
from app.repositories.accounts import AccountRepository
from app.repositories.devices import DeviceRepository
from app.repositories.flows import FlowRepository
from app.repositories.sessions import SessionRepository
from app.services.audit import AuditTrail
from app.services.auth.access import FlowAccess, FlowStarter
from app.services.auth.activation import ActivationService, PasswordChoiceService
from app.services.auth.codes import CodePost, CodeRequestService
from app.services.auth.limits import Limits
from app.services.auth.login import LoginService
from app.services.auth.phone_step import PhoneStepService
from app.services.auth.phones import PhoneRules
from app.services.auth.refresh import RefreshService
from app.services.auth.sessions import LogoutService, SessionOpener, TokenIssuer
from app.services.auth.verification import VerificationService
from app.services.outbox import Outbox

MAX_SECRET = 200

FlowSecret = Annotated[
    str,
    Header(
        alias="Flow-Secret",
        max_length=MAX_SECRET,
        description="The `secret` that came with the flow.",
    ),
]


async def get_device_secret(
    request: Request,
    device_secret: Annotated[
        str | None,
        Header(
            alias="Device-Secret",
            max_length=MAX_SECRET,
            description="Native clients: the `device_secret` of an earlier login. "
            "Browsers send a cookie instead.",
        ),
    ] = None,
) -> str | None:
    """The secret of a known device, from the header or the cookie."""
    return device_secret or request.cookies.get(DEVICE_COOKIE)


DeviceSecret = Annotated[str | None, Depends(get_device_secret)]


async def check_origin(request: Request, portfolio: PortfolioDep) -> None:
    """Cookies are neither read nor set for a page of another origin."""
    require_own_origin(request, portfolio)


OwnOrigin = Depends(check_origin)


def limits_of(container: Container) -> Limits:
    """The abuse limits of this deployment."""
    return Limits(
        container.database,
        container.keyring,
        container.clock,
        sms_daily_budget=container.settings.sms_daily_budget,
    )


def session_opener(container: Container, session: AsyncSession) -> SessionOpener:
    """What opens sessions, in this unit of work."""
    return SessionOpener(
        SessionRepository(session),
        AccountRepository(session),
        DeviceRepository(session),
        _issuer(container),
        _audit(container, session),
        container.clock,
    )


async def get_flow_access(container: ContainerDep) -> FlowAccess:
    """Finds flows."""
    return FlowAccess(container.database)


async def get_activation_service(container: ContainerDep, session: SessionDep) -> ActivationService:
    """Begins activations."""
    starter = FlowStarter(FlowRepository(session), container.clock)
    return ActivationService(container.database, starter, limits_of(container))


async def get_code_request_service(
    container: ContainerDep, session: SessionDep
) -> CodeRequestService:
    """Sends codes."""
    return CodeRequestService(
        FlowAccess(container.database),
        FlowRepository(session),
        limits_of(container),
        _post(container, session),
        PhoneRules(container.settings),
        container.clock,
    )


async def get_phone_step_service(container: ContainerDep, session: SessionDep) -> PhoneStepService:
    """Takes numbers."""
    return PhoneStepService(
        container.database,
        FlowAccess(container.database),
        FlowRepository(session),
        limits_of(container),
        _post(container, session),
        PhoneRules(container.settings),
        _audit(container, session),
        container.clock,
    )


async def get_verification_service(
    container: ContainerDep, session: SessionDep
) -> VerificationService:
    """Checks codes."""
    return VerificationService(
        container.database,
        FlowAccess(container.database),
        FlowRepository(session),
        session_opener(container, session),
        limits_of(container),
        PhoneRules(container.settings),
        container.keyring,
        container.clock,
    )


async def get_password_choice_service(
    container: ContainerDep, session: SessionDep
) -> PasswordChoiceService:
    """Ends activations."""
    return PasswordChoiceService(
        container.database,
        FlowAccess(container.database),
        FlowRepository(session),
        AccountRepository(session),
        container.passwords,
        _outbox(container, session),
        _audit(container, session),
        container.clock,
    )


async def get_login_service(container: ContainerDep, session: SessionDep) -> LoginService:
    """Logs people in."""
    return LoginService(
        container.database,
        FlowStarter(FlowRepository(session), container.clock),
        session_opener(container, session),
        limits_of(container),
        container.passwords,
        _audit(container, session),
        container.keyring,
        container.clock,
        container.metrics,
        container.settings,
    )


async def get_refresh_service(container: ContainerDep) -> RefreshService:
    """Rotates refresh tokens."""
    return RefreshService(
        container.database,
        _issuer(container),
        container.keyring,
        container.clock,
        container.wake_signal,
    )


async def get_logout_service(container: ContainerDep, session: SessionDep) -> LogoutService:
    """Ends sessions."""
    return LogoutService(SessionRepository(session), _audit(container, session), container.clock)


def _audit(container: Container, session: AsyncSession) -> AuditTrail:
    return AuditTrail(session, container.keyring, container.clock)


def _outbox(container: Container, session: AsyncSession) -> Outbox:
    return Outbox(session, container.keyring, container.clock, container.wake_signal.wake)


def _issuer(container: Container) -> TokenIssuer:
    return TokenIssuer(container.keyring, container.access_tokens, container.clock)


def _post(container: Container, session: AsyncSession) -> CodePost:
    return CodePost(
        limits_of(container), _outbox(container, session), container.keyring, container.clock
    )


FlowAccessDep = Annotated[FlowAccess, Depends(get_flow_access)]
ActivationServiceDep = Annotated[ActivationService, Depends(get_activation_service)]
CodeRequestServiceDep = Annotated[CodeRequestService, Depends(get_code_request_service)]
PhoneStepServiceDep = Annotated[PhoneStepService, Depends(get_phone_step_service)]
VerificationServiceDep = Annotated[VerificationService, Depends(get_verification_service)]
PasswordChoiceServiceDep = Annotated[PasswordChoiceService, Depends(get_password_choice_service)]
LoginServiceDep = Annotated[LoginService, Depends(get_login_service)]
RefreshServiceDep = Annotated[RefreshService, Depends(get_refresh_service)]
LogoutServiceDep = Annotated[LogoutService, Depends(get_logout_service)]
