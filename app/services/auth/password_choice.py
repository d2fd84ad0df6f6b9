"""The last step of an activation and of a forgotten password: the new one. It never logs in."""

from dataclasses import replace
from uuid import UUID

from app.errors.authentication import FlowFailed, FlowStepOutOfOrder
from app.gateways.clock import Clock
from app.models.account import Account
from app.repositories.accounts import AccountRepository
from app.repositories.flows import FlowRepository
from app.schemas.auth_flows import FlowRead
from app.security.passwords import Passwords
from app.services import notices
from app.services.audit import AuditRecord, AuditTrail
from app.services.auth.access import FlowAccess
from app.services.auth.account_security import AccountSecurity, SecurityChange
from app.services.auth.flows import require_password_choice
from app.services.auth.password_rules import PasswordRules
from app.services.auth.standing import Standing
from app.services.events import EventLog
from app.services.outbox import Outbox
from app.services.portfolios import CurrentPortfolio
from app.values.accounts import AccountStatus
from app.values.alerts import AlertKind
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.events import EventKind
from app.values.flows import CodeChannel, FlowKind, FlowState
from app.values.outbox import OutboxChannel
from app.values.principals import RequestOrigin

EXPECTED = {
    FlowKind.ACTIVATION: AccountStatus.INVITED,
    FlowKind.PASSWORD_RESET: AccountStatus.ACTIVE,
}
"""Where the account stands before each."""


class PasswordChoiceService:
    """`choosePassword`."""

    def __init__(
        self,
        access: FlowAccess,
        flows: FlowRepository,
        accounts: AccountRepository,
        rules: PasswordRules,
        passwords: Passwords,
        security: AccountSecurity,
        outbox: Outbox,
        audit: AuditTrail,
        events: EventLog,
        clock: Clock,
    ) -> None:
        self._access = access
        self._flows = flows
        self._accounts = accounts
        self._rules = rules
        self._passwords = passwords
        self._security = security
        self._outbox = outbox
        self._audit = audit
        self._events = events
        self._clock = clock

    async def choose(
        self,
        portfolio: CurrentPortfolio,
        flow_id: UUID,
        secret: str,
        password: str,
        origin: RequestOrigin,
    ) -> FlowRead:
        """Make this the password; after an activation the account is active.

        Raises:
            WeakPassword: too short, too common, or made of the member's own names.
            FlowStepOutOfOrder: not there yet, or done already.
            FlowFailed: the account changed since the flow began.
            TemporarilyUnavailable: too many passwords are being hashed.
        """
        async with self._passwords.place() as place:
            standing = await self._access.find(portfolio.id, flow_id, secret)
            require_password_choice(standing, self._clock.now())
            if standing.account_id is None:
                raise FlowStepOutOfOrder
            await self._rules.require_strong(portfolio, standing.account_id, password)
            password_hash = await place.hash(password)
        now = self._clock.now()
        if not await self._flows.complete(standing.id, [FlowState.PASSWORD], now):
            raise FlowStepOutOfOrder
        account = await self._accounts.lock(standing.account_id)
        if account is None or account.status is not EXPECTED[standing.kind]:
            raise FlowStepOutOfOrder
        if account.updated_at > standing.created_at:
            raise FlowFailed
        account.password_hash, account.password_changed_at = password_hash, now
        if standing.kind is FlowKind.ACTIVATION:
            self._activate(portfolio, account, standing, origin)
        else:
            account.password_reset_at = now
            change = SecurityChange(AlertKind.PASSWORD_CHANGED, reason="reset")
            await self._security.follow(portfolio, account, change, origin)
        return self._access.describe(portfolio, replace(standing, state=FlowState.COMPLETED))

    def _activate(
        self,
        portfolio: CurrentPortfolio,
        account: Account,
        standing: Standing,
        origin: RequestOrigin,
    ) -> None:
        now = self._clock.now()
        account.status = AccountStatus.ACTIVE
        account.activated_at = account.updated_at = now
        if standing.pending_phone:
            account.phone = standing.pending_phone
        if standing.channel is CodeChannel.SMS:
            account.phone_proved_at = now
        letter = notices.activated(portfolio, account.email)
        self._outbox.post(portfolio.id, OutboxChannel.EMAIL, letter)
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
        self._events.tell_of_person(
            EventKind.ACCOUNT_ACTIVATED, portfolio.id, account.beneficiary_id
        )
