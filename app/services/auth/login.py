"""Login: e-mail and password, then the step-up triggers decide between a session and a flow."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.database.database import Database
from app.errors.authentication import InvalidCredentials
from app.gateways.clock import Clock
from app.observability.metrics import Metrics
from app.repositories.accounts import AccountReader, LoginCandidate
from app.schemas.auth import StepUpRequiredRead
from app.security.keyring import Keyring
from app.security.opaque_secrets import hash_secret
from app.security.passwords import Passwords
from app.services.audit import AuditRecord, AuditTrail
from app.services.auth.access import FlowStarter, Opening, factors_of
from app.services.auth.limits import Limits
from app.services.auth.sessions import Evidence, SessionOpener, SessionTokens
from app.services.portfolios import CurrentPortfolio
from app.settings import Settings
from app.values.accounts import AccountStatus
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.emails import normalise_email
from app.values.flows import FlowKind, FlowState
from app.values.networks import network_of
from app.values.principals import RequestOrigin
from app.values.sessions import AuthenticationMethod, ClientKind
from app.values.step_up import NETWORK_MEMORY, StepUpReason, is_inactive


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """What somebody logs in with."""

    email: str
    password: str
    client: ClientKind
    device_secret: str | None


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Who is trying, from where, and the file, if there is one."""

    subject: bytes
    network: str
    file: LoginCandidate | None

    @property
    def device_id(self) -> UUID | None:
        """The device, known to the account by its secret."""
        return self.file.device_id if self.file else None

    @property
    def password_hash(self) -> str | None:
        """The hash to compare with; None for everybody who may not come in."""
        active = self.file is not None and self.file.status == AccountStatus.ACTIVE
        return self.file.password_hash if self.file and active else None


class LoginService:
    """`logIn`. Whatever is wrong, the answer and its time are the same."""

    def __init__(
        self,
        database: Database,
        session: AsyncSession,
        starter: FlowStarter,
        opener: SessionOpener,
        limits: Limits,
        passwords: Passwords,
        audit: AuditTrail,
        keyring: Keyring,
        clock: Clock,
        metrics: Metrics,
        settings: Settings,
    ) -> None:
        self._database = database
        self._session = session
        self._starter = starter
        self._opener = opener
        self._limits = limits
        self._passwords = passwords
        self._audit = audit
        self._keyring = keyring
        self._clock = clock
        self._metrics = metrics
        self._settings = settings

    async def log_in(
        self, portfolio: CurrentPortfolio, credentials: Credentials, origin: RequestOrigin
    ) -> SessionTokens | StepUpRequiredRead:
        """A session, or the flow of the second factor with its reasons.

        Raises:
            InvalidCredentials: unknown, invited, blocked or closed account, or a wrong password.
            TooManyAttempts: ten failures in a quarter of an hour.
            TemporarilyUnavailable: too many passwords are being compared.
        """
        async with self._passwords.place() as place:
            attempt = await self._look_up(portfolio, credentials, origin)
            await self._limits.reserve_login(attempt.subject, attempt.device_id)
            genuine = await place.verify(credentials.password, attempt.password_hash)
        if attempt.file is None or not genuine:
            await self._refuse(portfolio, attempt, origin)
            raise InvalidCredentials
        # With what comes of it: a login that fails after all stays counted.
        await self._limits.release_login(self._session, attempt.subject, attempt.device_id)
        reasons = self._reasons(attempt.file)
        if reasons:
            return await self._step_up(
                portfolio, attempt, attempt.file, reasons, credentials, origin
            )
        return await self._opener.open(
            portfolio,
            attempt.file.account_id,
            Evidence(methods=(AuthenticationMethod.PASSWORD,), device_id=attempt.device_id),
            client=credentials.client,
            network=attempt.network,
            origin=origin,
        )

    async def _look_up(
        self, portfolio: CurrentPortfolio, credentials: Credentials, origin: RequestOrigin
    ) -> _Attempt:
        now, email, secret = self._clock.now(), normalise_email(credentials.email), None
        if credentials.device_secret:
            secret = hash_secret(credentials.device_secret)
        network = network_of(
            origin.ip,
            ipv4_prefix=self._settings.step_up_ipv4_prefix,
            ipv6_prefix=self._settings.step_up_ipv6_prefix,
        )
        async with self._database.read() as connection:
            file = await AccountReader(connection).find_candidate(
                portfolio.id,
                email,
                secret_hash=secret,
                network=network,
                now=now,
                known_since=now - NETWORK_MEMORY,
            )
        return _Attempt(self._limits.subject_of(portfolio.id, email), network, file)

    def _reasons(self, file: LoginCandidate) -> list[StepUpReason]:
        last_login = file.last_login_at or file.activated_at
        triggers = {
            StepUpReason.NEW_DEVICE: file.device_id is None,
            StepUpReason.NEW_IP: not file.is_known_network,
            StepUpReason.INACTIVITY: is_inactive(last_login, self._clock.now()),
        }
        return [reason for reason, fired in triggers.items() if fired]

    async def _step_up(
        self,
        portfolio: CurrentPortfolio,
        attempt: _Attempt,
        file: LoginCandidate,
        reasons: list[StepUpReason],
        credentials: Credentials,
        origin: RequestOrigin,
    ) -> StepUpRequiredRead:
        async with self._database.read() as connection:
            factors = await factors_of(connection, file.account_id)
        flow = self._starter.start(
            portfolio,
            Opening(
                kind=FlowKind.LOGIN,
                state=FlowState.PHONE,
                account_id=file.account_id,
                subject=attempt.subject,
                client=credentials.client,
                reasons=tuple(reasons),
                device_id=attempt.device_id,
                network=attempt.network,
                user_agent=origin.user_agent,
                phone=file.phone,
                factors=factors,
            ),
        )
        for reason in reasons:
            self._metrics.step_ups.labels(reason.value).inc()
        self._audit.record(
            AuditRecord(
                action=AuditAction.LOGIN_STEP_UP,
                result=AuditResult.REQUIRED,
                actor_kind=ActorKind.ANONYMOUS,
                portfolio_id=portfolio.id,
                account_id=file.account_id,
                subject_id=flow.id,
                reason=",".join(reasons),
                device_id=attempt.device_id,
            ),
            origin,
        )
        return StepUpRequiredRead(status="step_up_required", reasons=reasons, flow=flow)

    async def _refuse(
        self, portfolio: CurrentPortfolio, attempt: _Attempt, origin: RequestOrigin
    ) -> None:
        async with self._database.short_transaction("refuse_login") as session:
            AuditTrail(session, self._keyring, self._clock).record(
                AuditRecord(
                    action=AuditAction.LOGIN,
                    result=AuditResult.REFUSED,
                    actor_kind=ActorKind.ANONYMOUS,
                    portfolio_id=portfolio.id,
                    account_id=attempt.file.account_id if attempt.file else None,
                    reason="invalid_credentials",
                    device_id=attempt.device_id,
                ),
                origin,
            )
