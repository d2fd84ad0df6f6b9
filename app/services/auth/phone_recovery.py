"""Lost phone: who knows the password and the file may enrol another number, after a wait.

The wait is for the owner: notices leave at once, by e-mail and to the number on file, with a link
that cancels.
"""

import hmac
from datetime import date, timedelta
from uuid import UUID

from app.database.database import Database
from app.errors.authentication import (
    FlowStepOutOfOrder,
    IdentityMismatch,
    RecoveryRefused,
    TooManyAttempts,
)
from app.gateways.clock import Clock
from app.repositories.accounts import AccountReader, AccountRepository
from app.repositories.flows import FlowRepository
from app.schemas.auth_flows import FlowStartedRead
from app.services.auth.access import FlowAccess, FlowStarter, Opening
from app.services.auth.account_security import AccountSecurity, SecurityChange
from app.services.auth.factor_steps import FACTOR_STATES
from app.services.auth.flows import require_factor
from app.services.auth.limits import HOUR, Limits
from app.services.auth.standing import Standing
from app.services.auth.submissions import Submissions
from app.services.portfolios import CurrentPortfolio
from app.values.accounts import AccountStatus
from app.values.alerts import AlertKind
from app.values.audit import AuditAction
from app.values.flows import CodeChannel, FlowKind, FlowState
from app.values.principals import RequestOrigin

AFTER_RESET = timedelta(days=7)
OPEN_FOR = timedelta(days=2)
"""After the wait."""


class PhoneRecoveryService:
    """`startPhoneRecovery`, from a login whose password was right."""

    def __init__(
        self,
        database: Database,
        access: FlowAccess,
        starter: FlowStarter,
        flows: FlowRepository,
        accounts: AccountRepository,
        submissions: Submissions,
        limits: Limits,
        security: AccountSecurity,
        clock: Clock,
        *,
        wait: timedelta,
    ) -> None:
        self._database = database
        self._access = access
        self._starter = starter
        self._flows = flows
        self._accounts = accounts
        self._submissions = submissions
        self._limits = limits
        self._security = security
        self._clock = clock
        self._wait = wait

    async def start(
        self,
        portfolio: CurrentPortfolio,
        flow_id: UUID,
        secret: str,
        *,
        member_number: str,
        birth_date: date,
        origin: RequestOrigin,
    ) -> FlowStartedRead:
        """A flow that opens after the wait: a code by e-mail, then the new number.

        Raises:
            IdentityMismatch: member number or birth date are not those of the file.
            RecoveryRefused: the password was reset less than seven days ago.
            TooManyAttempts: begun too often; each time the owner is disturbed.
            FlowFailed, FlowStepOutOfOrder: as for a code.
        """
        standing = await self._access.find(portfolio.id, flow_id, secret)
        now = self._clock.now()
        require_factor(standing, now)
        if standing.kind is not FlowKind.LOGIN or standing.account_id is None:
            raise FlowStepOutOfOrder
        await self._submissions.count(standing, FACTOR_STATES)
        await self._require_identity(portfolio, standing, member_number, birth_date, origin)
        await self._require_quiet(portfolio, standing)
        account = await self._accounts.lock(standing.account_id)
        if account is None or account.status is not AccountStatus.ACTIVE:
            raise FlowStepOutOfOrder
        await self._flows.fail_all(account.id, now, kind=FlowKind.PHONE_RECOVERY)
        available_at = now + self._wait
        prepared = self._starter.prepare(
            Opening(
                kind=FlowKind.PHONE_RECOVERY,
                state=FlowState.CHANNEL,
                account_id=account.id,
                subject=standing.subject,
                available_at=available_at,
                expires_at=available_at + OPEN_FOR,
                email=account.email,
                account_status=account.status,
            )
        )
        change = SecurityChange(AlertKind.PHONE_RECOVERY_STARTED, flow_id=prepared.standing.id)
        self._security.alert(portfolio, account, change)
        self._security.record(portfolio, account, change, origin)
        return self._starter.begin(portfolio, prepared)

    async def _require_quiet(self, portfolio: CurrentPortfolio, standing: Standing) -> None:
        """As often as codes may be sent to one address, and no more."""
        if not await self._limits.may_deliver(
            portfolio.id, CodeChannel.EMAIL, standing.subject.hex(), FlowKind.PHONE_RECOVERY
        ):
            raise TooManyAttempts(retry_after=int(HOUR.total_seconds()))

    async def _require_identity(
        self,
        portfolio: CurrentPortfolio,
        standing: Standing,
        member_number: str,
        birth_date: date,
        origin: RequestOrigin,
    ) -> None:
        account_id = standing.account_id
        if account_id is None:
            raise FlowStepOutOfOrder
        async with self._database.read() as connection:
            file = await AccountReader(connection).find_identity(account_id)
        reset_at = file.password_reset_at
        if reset_at is not None and self._clock.now() < reset_at + AFTER_RESET:
            raise RecoveryRefused(until=reset_at + AFTER_RESET)
        told = f"{member_number.upper()} {birth_date}".encode()
        known = f"{file.member_number.upper()} {file.birth_date}".encode()
        if not hmac.compare_digest(told, known):
            action = AuditAction.PHONE_RECOVERY_STARTED
            await self._submissions.refuse(portfolio, standing, action, origin, "identity")
            raise IdentityMismatch
