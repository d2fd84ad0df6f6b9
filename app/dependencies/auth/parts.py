"""What several services of the ways in are made of."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.container import Container
from app.repositories.accounts import AccountRepository
from app.repositories.devices import DeviceRepository
from app.repositories.flows import FlowRepository
from app.repositories.sessions import SessionRepository
from app.services.audit import AuditTrail
from app.services.auth.access import FlowAccess, FlowStarter
from app.services.auth.limits import Limits
from app.services.auth.sessions import SessionOpener, TokenIssuer
from app.services.outbox import Outbox


def limits_of(container: Container) -> Limits:
    """The abuse limits of this deployment."""
    return Limits(
        container.database,
        container.rates,
        container.keyring,
        container.clock,
        sms_daily_budget=container.settings.sms_daily_budget,
    )


def flow_access(container: Container) -> FlowAccess:
    """What finds flows."""
    return FlowAccess(container.database, container.clock)


def flow_starter(container: Container, session: AsyncSession) -> FlowStarter:
    """What begins flows, in this unit of work."""
    return FlowStarter(FlowRepository(session), container.clock)


def session_opener(container: Container, session: AsyncSession) -> SessionOpener:
    """What opens sessions, in this unit of work."""
    return SessionOpener(
        SessionRepository(session),
        AccountRepository(session),
        DeviceRepository(session),
        token_issuer(container),
        audit_trail(container, session),
        container.clock,
    )


def token_issuer(container: Container) -> TokenIssuer:
    """What makes tokens."""
    return TokenIssuer(container.keyring, container.access_tokens, container.clock)


def audit_trail(container: Container, session: AsyncSession) -> AuditTrail:
    """The trail, written with this unit of work."""
    return AuditTrail(session, container.keyring, container.clock)


def outbox_of(container: Container, session: AsyncSession) -> Outbox:
    """Messages that leave with this unit of work."""
    return Outbox(session, container.keyring, container.clock, container.wake_signal.wake)
