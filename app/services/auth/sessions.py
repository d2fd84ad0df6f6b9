"""The one place that opens sessions, whatever the way in: policy, then session, device, tokens."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.errors.authentication import InvalidCredentials
from app.gateways.clock import Clock
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
from app.values.principals import RequestOrigin
from app.values.sessions import SECOND_FACTORS, Assurance, AuthenticationMethod, ClientKind
from app.values.step_up import StepUpReason

DEVICE_LIFETIME = timedelta(days=400)
IDLE_LIFETIMES = {ClientKind.WEB: timedelta(minutes=30), ClientKind.NATIVE: timedelta(days=7)}
WHOLE_LIFETIMES = {ClientKind.WEB: timedelta(hours=12), ClientKind.NATIVE: timedelta(days=30)}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What somebody showed: methods, the device known by its secret, and what still speaks
    against them.
    """

    methods: tuple[AuthenticationMethod, ...]
    device_id: UUID | None
    reasons: tuple[StepUpReason, ...] = ()


def is_open(opened: MemberSession, now: datetime) -> bool:
    """Whether the session can still be used: neither ended, nor over, nor forgotten."""
    return opened.ended_at is None and min(opened.expires_at, opened.idle_expires_at) > now


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
    if AuthenticationMethod.PASSWORD not in evidence.methods:
        return None
    if SECOND_FACTORS.intersection(evidence.methods):
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
            authenticated_at=opened.second_factor_at or opened.authenticated_at,
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
        assurance = granted_assurance(evidence)
        if assurance is None or not await self._accounts.enter(account_id, now):
            raise InvalidCredentials
        device_id, device_secret = await self._device(account_id, evidence, assurance, origin, now)
        await self._devices.confirm_network(account_id, network, now)
        opened = MemberSession(
            id=new_id(),
            portfolio_id=portfolio.id,
            account_id=account_id,
            device_id=device_id,
            client=client,
            acr=assurance,
            amr=[method.value for method in evidence.methods],
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
        self._record(AuditAction.LOGIN, portfolio, opened, assurance.value, origin)
        return self._issuer.tokens(portfolio, opened, generation=0, device_secret=device_secret)

    async def raise_assurance(
        self,
        portfolio: CurrentPortfolio,
        session_id: UUID,
        account_id: UUID,
        method: AuthenticationMethod,
        origin: RequestOrigin,
    ) -> SessionTokens:
        """The same session with a fresh second factor, and a token that says so (RFC 9470).

        Raises:
            InvalidCredentials: the session is over, or the account may not come in.
        """
        now = self._clock.now()
        account = await self._accounts.lock(account_id)
        opened = await self._sessions.lock(session_id)
        if account is None or account.status is not AccountStatus.ACTIVE:
            raise InvalidCredentials
        if opened is None or opened.account_id != account_id or not is_open(opened, now):
            raise InvalidCredentials
        opened.acr = Assurance.AAL2
        opened.amr = [*dict.fromkeys((*opened.amr, method.value))]
        opened.second_factor_at = opened.updated_at = now
        self._record(AuditAction.STEP_UP, portfolio, opened, method.value, origin)
        return self._issuer.tokens(portfolio, opened, generation=opened.generation)

    async def _device(
        self,
        account_id: UUID,
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
            account_id=account_id,
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
        self,
        action: AuditAction,
        portfolio: CurrentPortfolio,
        opened: MemberSession,
        reason: str,
        origin: RequestOrigin,
    ) -> None:
        self._audit.record(
            AuditRecord(
                action=action,
                result=AuditResult.SUCCEEDED,
                actor_kind=ActorKind.MEMBER,
                portfolio_id=portfolio.id,
                actor_id=opened.account_id,
                account_id=opened.account_id,
                reason=reason,
                session_id=opened.id,
                device_id=opened.device_id,
            ),
            origin,
        )
