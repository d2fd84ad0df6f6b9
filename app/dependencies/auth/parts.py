"""What several services of the ways in are made of."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.container import Container
from app.repositories.accounts import AccountRepository
from app.repositories.alerts import AlertRepository
from app.repositories.devices import DeviceRepository
from app.repositories.flows import FlowRepository
from app.repositories.profiles import ProfileRepository
from app.repositories.sessions import SessionRepository
from app.services.audit import AuditTrail
from app.services.auth.access import FlowAccess, FlowStarter
from app.services.auth.account_security import AccountSecurity
from app.services.auth.codes import CodePost
from app.services.auth.grants import SecondFactorGrant
from app.services.auth.limits import Limits
from app.services.auth.parcels import ParcelRules
from app.services.auth.passkeys import PasskeyRules
from app.services.auth.password_rules import PasswordRules
from app.services.auth.phones import PhoneRules
from app.services.auth.sessions import SessionOpener, TokenIssuer
from app.services.auth.submissions import Submissions
from app.services.member_notices import MemberNotices
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


def phone_rules(container: Container) -> PhoneRules:
    """Which numbers receive our codes."""
    return PhoneRules(container.settings)


def password_rules(container: Container) -> PasswordRules:
    """Which passwords may be chosen."""
    return PasswordRules(container.database)


def passkey_rules(container: Container) -> PasskeyRules:
    """What is asked of passkeys."""
    return PasskeyRules(container.keyring)


def flow_access(container: Container) -> FlowAccess:
    """What finds flows."""
    return FlowAccess(container.database, passkey_rules(container), container.clock)


def flow_starter(container: Container, session: AsyncSession) -> FlowStarter:
    """What begins flows, in this unit of work."""
    return FlowStarter(FlowRepository(session), passkey_rules(container), container.clock)


def submissions_of(container: Container) -> Submissions:
    """What counts what is handed in."""
    return Submissions(container.database, limits_of(container), container.keyring, container.clock)


def code_post(container: Container, session: AsyncSession) -> CodePost:
    """What makes and posts codes, in this unit of work."""
    return CodePost(
        limits_of(container),
        ParcelRules(container.database, phone_rules(container)),
        outbox_of(container, session),
        container.keyring,
        container.clock,
    )


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


def factor_grant(container: Container, session: AsyncSession) -> SecondFactorGrant:
    """What a second factor leads to, in this unit of work."""
    return SecondFactorGrant(session_opener(container, session))


def account_security(container: Container, session: AsyncSession) -> AccountSecurity:
    """What follows a change to the ways in, in this unit of work."""
    return AccountSecurity(
        SessionRepository(session),
        DeviceRepository(session),
        FlowRepository(session),
        AlertRepository(session),
        outbox_of(container, session),
        audit_trail(container, session),
        phone_rules(container),
        container.keyring,
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


def member_notices(container: Container, session: AsyncSession) -> MemberNotices:
    """Notices that leave with this unit of work, the way their readers chose."""
    outbox = outbox_of(container, session)
    return MemberNotices(AccountRepository(session), ProfileRepository(session), outbox)
