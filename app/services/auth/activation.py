"""Activation: from an e-mail to a password. It never logs in."""

from dataclasses import replace
from uuid import UUID

import anyio.to_thread

from app.database.database import Database
from app.errors.authentication import FlowFailed, FlowStepOutOfOrder, WeakPassword
from app.gateways.clock import Clock
from app.models.account import Account
from app.repositories.accounts import AccountReader, AccountRepository
from app.repositories.flows import FlowRepository
from app.schemas.auth import FlowRead, FlowStartedRead
from app.security.passwords import Passwords
from app.services import notices
from app.services.audit import AuditRecord, AuditTrail
from app.services.auth.access import FlowAccess, FlowStarter, Opening
from app.services.auth.flows import Standing, describe, require_password_choice
from app.services.auth.limits import Limits
from app.services.outbox import Outbox
from app.services.portfolios import CurrentPortfolio
from app.values.accounts import AccountStatus
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.emails import normalise_email
from app.values.flows import CodeChannel, FlowKind, FlowState
from app.values.outbox import OutboxChannel
from app.values.principals import RequestOrigin


class ActivationService:
    """`startActivation`: a flow for whatever e-mail is given, so that nothing is told."""

    def __init__(self, database: Database, starter: FlowStarter, limits: Limits) -> None:
        self._database = database
        self._starter = starter
        self._limits = limits

    async def start(self, portfolio: CurrentPortfolio, email: str) -> FlowStartedRead:
        """A flow; without an account of that e-mail it looks the same and leads nowhere."""
        address = normalise_email(email)
        async with self._database.read() as connection:
            account = await AccountReader(connection).find_for_login(portfolio.id, address)
        return self._starter.start(
            portfolio.id,
            Opening(
                kind=FlowKind.ACTIVATION,
                state=FlowState.CHANNEL,
                account_id=account.id if account else None,
                subject=self._limits.subject_of(portfolio.id, address),
            ),
        )


class PasswordChoiceService:
    """`choosePassword`: the last step of an activation."""

    def __init__(
        self,
        database: Database,
        access: FlowAccess,
        flows: FlowRepository,
        accounts: AccountRepository,
        passwords: Passwords,
        outbox: Outbox,
        audit: AuditTrail,
        clock: Clock,
    ) -> None:
        self._database = database
        self._access = access
        self._flows = flows
        self._accounts = accounts
        self._passwords = passwords
        self._outbox = outbox
        self._audit = audit
        self._clock = clock

    async def choose(
        self,
        portfolio: CurrentPortfolio,
        flow_id: UUID,
        secret: str,
        password: str,
        origin: RequestOrigin,
    ) -> FlowRead:
        """Make the account active with this password.

        Raises:
            WeakPassword: too short, too common, or made of the member's own names.
            FlowStepOutOfOrder: not there yet, or done already.
            FlowFailed: the contact details on file changed since the flow began.
            TemporarilyUnavailable: too many passwords are being hashed.
        """
        standing = await self._access.find(portfolio.id, flow_id, secret)
        require_password_choice(standing, self._clock.now())
        if standing.account_id is None:
            raise FlowStepOutOfOrder
        await self._require_strong(portfolio, standing.account_id, password)
        password_hash = await self._passwords.hash(password)
        now = self._clock.now()
        if not await self._flows.complete(standing.id, FlowState.PASSWORD, now):
            raise FlowStepOutOfOrder
        account = await self._accounts.lock(standing.account_id)
        if account is None or account.status is not AccountStatus.INVITED:
            raise FlowStepOutOfOrder
        if account.updated_at > standing.created_at:
            raise FlowFailed
        self._activate(account, standing, password_hash)
        self._outbox.post(
            portfolio.id, OutboxChannel.EMAIL, notices.activated(portfolio, account.email)
        )
        self._record(portfolio, account, standing, origin)
        return describe(replace(standing, state=FlowState.COMPLETED), now)

    async def _require_strong(
        self, portfolio: CurrentPortfolio, account_id: UUID, password: str
    ) -> None:
        # The lists of common passwords are loaded by the first who chooses one.
        from app.security.password_policy import is_strong  # noqa: PLC0415

        async with self._database.read() as connection:
            own_words = await AccountReader(connection).own_words(account_id)
        words = [*own_words, portfolio.configuration.brand]
        if not await anyio.to_thread.run_sync(is_strong, password, words):
            raise WeakPassword

    def _activate(self, account: Account, standing: Standing, password_hash: str) -> None:
        now = self._clock.now()
        account.status = AccountStatus.ACTIVE
        account.password_hash = password_hash
        account.password_changed_at = account.activated_at = account.updated_at = now
        if standing.pending_phone:
            account.phone = standing.pending_phone
        if standing.channel is CodeChannel.SMS:
            account.phone_proved_at = now

    def _record(
        self,
        portfolio: CurrentPortfolio,
        account: Account,
        standing: Standing,
        origin: RequestOrigin,
    ) -> None:
        self._audit.record(
            AuditRecord(
                action=AuditAction.ACTIVATION,
                result=AuditResult.SUCCEEDED,
                actor_kind=ActorKind.MEMBER,
                portfolio_id=portfolio.id,
                actor_id=account.id,
                account_id=account.id,
                reason="phone_enrolled" if standing.pending_phone else None,
            ),
            origin,
        )
