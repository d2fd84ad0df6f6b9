"""The one place that opens sessions, whatever the way in: policy, then session, device, tokens."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.errors.authentication import InvalidCredentials
from app.gateways.clock import Clock
from app.models.account import Account
from app.models.session import Device, MemberSession, RefreshToken
from app.repositories.accounts import AccountRepository
from app.repositories.devices import DeviceRepository
from app.repositories.sessions import SessionRepository
from app.security.access_tokens import LIFETIME, AccessTokens
from app.security.keyring import Keyring
from app.security.opaque_secrets import hash_secret, make_secret
from app.security.refresh_tokens import derive_refresh_token
from app.services.audit import AuditRecord, AuditTrail
from app.services.portfolios import CurrentPortfolio
from app.values.accounts import AccountStatus
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.ids import new_id
from app.values.principals import CurrentMember, RequestOrigin
from app.values.sessions import Assurance, ClientKind
from app.values.step_up import StepUpReason

PASSWORD, SMS_CODE = "pwd", "sms"
DEVICE_LIFETIME = timedelta(days=400)
IDLE_LIFETIMES = {ClientKind.WEB: timedelta(minutes=30), ClientKind.NATIVE: timedelta(days=7)}
WHOLE_LIFETIMES = {ClientKind.WEB: timedelta(hours=12), ClientKind.NATIVE: timedelta(days=30)}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What somebody showed: methods, the device known by its secret, and what still speaks
    against them.
    """

    methods: tuple[str, ...]
    device_id: UUID | None
    reasons: tuple[StepUpReason, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionTokens:
    """What the client of a session goes on with."""

    client: ClientKind
    session_id: UUID
    acr: Assurance
    amr: tuple[str, ...]
    authenticated_at: datetime
    expires_at: datetime
    access_token: str
    access_lifetime: timedelta
    refresh_token: str
    refresh_lifetime: timedelta
    """From now, unless it is used before."""
    device_secret: str | None = None
    """Of a device remembered just now."""


def granted_assurance(evidence: Evidence) -> Assurance | None:
    """What the evidence is worth: a password alone opens nothing but on a known device, known
    network, in time; a second factor makes it `aal2`.
    """
    if PASSWORD not in evidence.methods:
        return None
    if SMS_CODE in evidence.methods:
        return Assurance.AAL2
    return Assurance.AAL1 if evidence.device_id and not evidence.reasons else None


class TokenIssuer:
    """Makes the tokens of a session's present generation."""

    def __init__(self, keyring: Keyring, access_tokens: AccessTokens, clock: Clock) -> None:
        self._keyring = keyring
        self._access_tokens = access_tokens
        self._clock = clock

    def refresh_token(self, session_id: UUID, generation: int) -> str:
        """The refresh token of a generation."""
        return derive_refresh_token(self._keyring, session_id, generation)

    def tokens(
        self,
        portfolio: CurrentPortfolio,
        opened: MemberSession,
        *,
        generation: int,
        device_secret: str | None = None,
    ) -> SessionTokens:
        """A fresh access token, and that generation's refresh token."""
        now = self._clock.now()
        access = self._access_tokens.issue(
            audience=portfolio.code,
            account_id=opened.account_id,
            session_id=opened.id,
            acr=opened.acr.value,
            amr=list(opened.amr),
            authenticated_at=opened.authenticated_at,
            now=now,
        )
        return SessionTokens(
            client=opened.client,
            session_id=opened.id,
            acr=opened.acr,
            amr=tuple(opened.amr),
            authenticated_at=opened.authenticated_at,
            expires_at=opened.expires_at,
            access_token=access,
            access_lifetime=LIFETIME,
            refresh_token=self.refresh_token(opened.id, generation),
            refresh_lifetime=opened.idle_expires_at - now,
            device_secret=device_secret,
        )


class SessionOpener:
    """Decides, and opens. Part of the caller's unit of work."""

    def __init__(
        self,
        sessions: SessionRepository,
        accounts: AccountRepository,
        devices: DeviceRepository,
        issuer: TokenIssuer,
        audit: AuditTrail,
        clock: Clock,
    ) -> None:
        self._sessions = sessions
        self._accounts = accounts
        self._devices = devices
        self._issuer = issuer
        self._audit = audit
        self._clock = clock

    async def open(
        self,
        portfolio: CurrentPortfolio,
        account_id: UUID,
        evidence: Evidence,
        *,
        client: ClientKind,
        network: str,
        origin: RequestOrigin,
    ) -> SessionTokens:
        """A new session for an active account, its device and network remembered.

        Raises:
            InvalidCredentials: the account may not come in, or the evidence is not enough.
        """
        now = self._clock.now()
        account = await self._accounts.lock(account_id)
        assurance = granted_assurance(evidence)
        if account is None or account.status is not AccountStatus.ACTIVE or assurance is None:
            raise InvalidCredentials
        device_id, device_secret = await self._device(account, evidence, assurance, origin, now)
        await self._devices.confirm_network(account.id, network, now)
        opened = MemberSession(
            id=new_id(),
            portfolio_id=portfolio.id,
            account_id=account.id,
            device_id=device_id,
            client=client,
            acr=assurance,
            amr=list(evidence.methods),
            authenticated_at=now,
            second_factor_at=now if assurance is Assurance.AAL2 else None,
            network=network,
            user_agent=origin.user_agent,
            generation=0,
            idle_expires_at=now + IDLE_LIFETIMES[client],
            expires_at=now + WHOLE_LIFETIMES[client],
            created_at=now,
            updated_at=now,
        )
        first = RefreshToken(
            token_hash=hash_secret(self._issuer.refresh_token(opened.id, 0)),
            session_id=opened.id,
            generation=0,
            issued_at=now,
        )
        await self._sessions.add(opened, first)
        account.last_login_at = now
        self._record(portfolio, opened, origin)
        return self._issuer.tokens(portfolio, opened, generation=0, device_secret=device_secret)

    async def _device(
        self,
        account: Account,
        evidence: Evidence,
        assurance: Assurance,
        origin: RequestOrigin,
        now: datetime,
    ) -> tuple[UUID, str | None]:
        until = now + DEVICE_LIFETIME
        if evidence.device_id and await self._devices.slide(evidence.device_id, now, until):
            return evidence.device_id, None
        if assurance is not Assurance.AAL2:
            raise InvalidCredentials
        secret = make_secret()
        device = Device(
            id=new_id(),
            account_id=account.id,
            secret_hash=hash_secret(secret),
            user_agent=origin.user_agent,
            last_used_at=now,
            expires_at=until,
            created_at=now,
            updated_at=now,
        )
        await self._devices.add(device)
        return device.id, secret

    def _record(
        self, portfolio: CurrentPortfolio, opened: MemberSession, origin: RequestOrigin
    ) -> None:
        self._audit.record(
            AuditRecord(
                action=AuditAction.LOGIN,
                result=AuditResult.SUCCEEDED,
                actor_kind=ActorKind.MEMBER,
                portfolio_id=portfolio.id,
                actor_id=opened.account_id,
                account_id=opened.account_id,
                reason=opened.acr.value,
                session_id=opened.id,
                device_id=opened.device_id,
            ),
            origin,
        )


class LogoutService:
    """`logout` and `logoutEverywhere`: the access token is refused from the next request on."""

    def __init__(self, sessions: SessionRepository, audit: AuditTrail, clock: Clock) -> None:
        self._sessions = sessions
        self._audit = audit
        self._clock = clock

    async def end_this(self, member: CurrentMember, origin: RequestOrigin) -> None:
        """End the session that asks."""
        await self._sessions.end(member.session_id, "logout", self._clock.now())
        self._record(AuditAction.LOGOUT, member, origin)

    async def end_all(self, member: CurrentMember, origin: RequestOrigin) -> None:
        """End every session of the account; its devices stay known."""
        await self._sessions.end_all(member.account_id, "logout_all", self._clock.now())
        self._record(AuditAction.LOGOUT_EVERYWHERE, member, origin)

    def _record(self, action: AuditAction, member: CurrentMember, origin: RequestOrigin) -> None:
        self._audit.record(
            AuditRecord(
                action=action,
                result=AuditResult.SUCCEEDED,
                actor_kind=ActorKind.MEMBER,
                portfolio_id=member.portfolio_id,
                actor_id=member.account_id,
                account_id=member.account_id,
                session_id=member.session_id,
                device_id=member.device_id,
            ),
            origin,
        )
