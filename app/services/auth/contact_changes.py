"""A phone or an e-mail proved by its code becomes the account's, and what follows."""

from app.errors.authentication import FlowFailed, FlowStepOutOfOrder
from app.gateways.clock import Clock
from app.models.account import Account
from app.repositories.accounts import AccountRepository
from app.repositories.sessions import SessionRepository
from app.services.auth.account_security import NOTHING, AccountSecurity, Kept, SecurityChange
from app.services.auth.sessions import is_open
from app.services.auth.standing import Standing
from app.services.events import EventLog
from app.services.portfolios import CurrentPortfolio
from app.values.accounts import AccountStatus
from app.values.alerts import AlertKind
from app.values.events import EventKind
from app.values.flows import FlowKind
from app.values.principals import RequestOrigin


class ContactChange:
    """The end of a change of phone or e-mail and of a phone recovery, in the unit of work."""

    def __init__(
        self,
        accounts: AccountRepository,
        sessions: SessionRepository,
        security: AccountSecurity,
        events: EventLog,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._security = security
        self._events = events
        self._clock = clock

    async def take_phone(
        self, portfolio: CurrentPortfolio, standing: Standing, origin: RequestOrigin
    ) -> None:
        """The number of the flow replaces the one on file.

        Raises:
            FlowFailed: the account changed meanwhile, or the session that asked is over.
        """
        account, kept = await self._lock(standing)
        previous, account.phone = account.phone, standing.pending_phone
        account.phone_proved_at = self._clock.now()
        reason = "recovery" if standing.kind is FlowKind.PHONE_RECOVERY else None
        change = SecurityChange(
            AlertKind.PHONE_CHANGED, kept, previous, flow_id=standing.id, reason=reason
        )
        await self._follow(portfolio, account, change, origin)

    async def take_email(
        self, portfolio: CurrentPortfolio, standing: Standing, origin: RequestOrigin
    ) -> None:
        """The address of the flow replaces the one on file.

        Raises:
            FlowFailed: the account changed meanwhile, or the session that asked is over.
        """
        account, kept = await self._lock(standing)
        if standing.pending_email is None:
            raise FlowStepOutOfOrder
        previous, account.email = account.email, standing.pending_email
        change = SecurityChange(AlertKind.EMAIL_CHANGED, kept, previous, flow_id=standing.id)
        await self._follow(portfolio, account, change, origin)

    async def _follow(
        self,
        portfolio: CurrentPortfolio,
        account: Account,
        change: SecurityChange,
        origin: RequestOrigin,
    ) -> None:
        await self._security.follow(portfolio, account, change, origin)
        self._events.tell_of_person(EventKind.CONTACT_CHANGED, portfolio.id, account.beneficiary_id)

    async def _lock(self, standing: Standing) -> tuple[Account, Kept]:
        if standing.account_id is None:
            raise FlowStepOutOfOrder
        account = await self._accounts.lock(standing.account_id)
        if account is None or account.status is not AccountStatus.ACTIVE:
            raise FlowFailed
        if account.updated_at > standing.created_at:
            raise FlowFailed
        if standing.session_id is None:
            return account, NOTHING
        session = await self._sessions.lock(standing.session_id)
        if session is None or not is_open(session, self._clock.now()):
            raise FlowFailed
        return account, Kept(session.id, session.device_id)
