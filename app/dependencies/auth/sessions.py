"""Services of logging in, staying in, logging out."""

from typing import Annotated

from fastapi import Depends

from app.dependencies.auth.parts import (
    audit_trail,
    flow_starter,
    limits_of,
    session_opener,
    token_issuer,
)
from app.dependencies.infrastructure import ContainerDep, SessionDep
from app.repositories.sessions import SessionRepository
from app.services.auth.login import LoginService
from app.services.auth.logout import LogoutService
from app.services.auth.refresh import RefreshService


async def get_login_service(container: ContainerDep, session: SessionDep) -> LoginService:
    """Logs people in."""
    return LoginService(
        container.database,
        session,
        flow_starter(container, session),
        session_opener(container, session),
        limits_of(container),
        container.passwords,
        audit_trail(container, session),
        container.keyring,
        container.clock,
        container.metrics,
        container.settings,
    )


async def get_refresh_service(container: ContainerDep) -> RefreshService:
    """Rotates refresh tokens."""
    return RefreshService(
        container.database,
        token_issuer(container),
        container.keyring,
        container.clock,
        container.wake_signal,
    )


async def get_logout_service(container: ContainerDep, session: SessionDep) -> LogoutService:
    """Ends sessions."""
    sessions = SessionRepository(session)
    return LogoutService(sessions, audit_trail(container, session), container.clock)


LoginServiceDep = Annotated[LoginService, Depends(get_login_service)]
RefreshServiceDep = Annotated[RefreshService, Depends(get_refresh_service)]
LogoutServiceDep = Annotated[LogoutService, Depends(get_logout_service)]
