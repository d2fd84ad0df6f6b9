"""Login: e-mail and password, then the step-up triggers decide between a session and a flow."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.database.database import Database
from app.errors.authentication import InvalidCredentials
from app.errors.requests import TemporarilyUnavailable
from app.gateways.clock import Clock
from app.observability.metrics import Metrics
from app.repositories.accounts import AccountReader
from app.repositories.base import AnyRow
from app.repositories.devices import DeviceReader
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
class _Candidate:
    """What the database knows of the e-mail and the device, before anything is compared."""

    account: AnyRow | None
    device_id: UUID | None
    subject: bytes
    network: str

    @property
    def password_hash(self) -> str | None:
        """The hash to compare with; None for everybody who may not come in."""
        active = self.account is not None and self.account.status is AccountStatus.ACTIVE
        return self.account.password_hash if self.account and active else None


class LoginService:
    """`logIn`. Whatever is wrong, the answer and its time are the same."""

    def __init__(
        self,
        database: Database,
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
        candidate = await self._look_up(portfolio, credentials, origin)
        await self._limits.reserve_login(candidate.subject, candidate.device_id)
        genuine = await self._compare(credentials, candidate)
        if candidate.account is None or not genuine:
            await self._refuse(portfolio, candidate, origin)
            raise InvalidCredentials
        await self._limits.release_login(candidate.subject, candidate.device_id)
        account_id: UUID = candidate.account.id
        reasons = await self._reasons(candidate, candidate.account)
        if reasons:
            return await self._step_up(
                portfolio, candidate, account_id, reasons, credentials, origin
            )
        return await self._opener.open(
            portfolio,
            account_id,
            Evidence(methods=(AuthenticationMethod.PASSWORD,), device_id=candidate.device_id),
            client=credentials.client,
            network=candidate.network,
            origin=origin,
        )

    async def _compare(self, credentials: Credentials, candidate: _Candidate) -> bool:
        try:
            return await self._passwords.verify(credentials.password, candidate.password_hash)
        except TemporarilyUnavailable:
            # Nothing was compared: a busy hour must not lock anybody out.
            await self._limits.release_login(candidate.subject, candidate.device_id)
            raise

    async def _look_up(
        self, portfolio: CurrentPortfolio, credentials: Credentials, origin: RequestOrigin
    ) -> _Candidate:
        email = normalise_email(credentials.email)
        device = None
        async with self._database.read() as connection:
            account = await AccountReader(connection).find_for_login(portfolio.id, email)
            if credentials.device_secret:
                secret_hash = hash_secret(credentials.device_secret)
                device = await DeviceReader(connection).find_live(secret_hash, self._clock.now())
        owned = device is not None and account is not None and device.account_id == account.id
        return _Candidate(
            account=account,
            device_id=device.id if device and owned else None,
            subject=self._limits.subject_of(portfolio.id, email),
            network=network_of(
                origin.ip,
                ipv4_prefix=self._settings.step_up_ipv4_prefix,
                ipv6_prefix=self._settings.step_up_ipv6_prefix,
            ),
        )

    async def _reasons(self, candidate: _Candidate, account: AnyRow) -> list[StepUpReason]:
        now = self._clock.now()
        async with self._database.read() as connection:
            known = await DeviceReader(connection).knows_network(
                account.id, candidate.network, now - NETWORK_MEMORY
            )
        last_login: datetime | None = account.last_login_at or account.activated_at
        triggers = {
            StepUpReason.NEW_DEVICE: candidate.device_id is None,
            StepUpReason.NEW_IP: not known,
            StepUpReason.INACTIVITY: is_inactive(last_login, now),
        }
        return [reason for reason, fired in triggers.items() if fired]

    async def _step_up(
        self,
        portfolio: CurrentPortfolio,
        candidate: _Candidate,
        account_id: UUID,
        reasons: list[StepUpReason],
        credentials: Credentials,
        origin: RequestOrigin,
    ) -> StepUpRequiredRead:
        async with self._database.read() as connection:
            factors = await factors_of(connection, account_id)
        flow = self._starter.start(
            portfolio,
            Opening(
                kind=FlowKind.LOGIN,
                state=FlowState.PHONE,
                account_id=account_id,
                subject=candidate.subject,
                client=credentials.client,
                reasons=tuple(reasons),
                device_id=candidate.device_id,
                network=candidate.network,
                user_agent=origin.user_agent,
                phone=candidate.account.phone if candidate.account else None,
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
                account_id=account_id,
                subject_id=flow.id,
                reason=",".join(reasons),
                device_id=candidate.device_id,
            ),
            origin,
        )
        return StepUpRequiredRead(status="step_up_required", reasons=reasons, flow=flow)

    async def _refuse(
        self, portfolio: CurrentPortfolio, candidate: _Candidate, origin: RequestOrigin
    ) -> None:
        async with self._database.short_transaction("refuse_login") as session:
            AuditTrail(session, self._keyring, self._clock).record(
                AuditRecord(
                    action=AuditAction.LOGIN,
                    result=AuditResult.REFUSED,
                    actor_kind=ActorKind.ANONYMOUS,
                    portfolio_id=portfolio.id,
                    account_id=candidate.account.id if candidate.account else None,
                    reason="invalid_credentials",
                    device_id=candidate.device_id,
                ),
                origin,
            )
