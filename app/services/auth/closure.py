"""Closing an account: nobody comes in any more; the file of the contract stays with the insurer."""

from app.errors.authentication import Unauthenticated
from app.gateways.clock import Clock
from app.repositories.accounts import AccountRepository
from app.repositories.second_factors import SecondFactorRepository
from app.services import notices
from app.services.audit import AuditRecord, AuditTrail
from app.services.auth.account_security import AccountSecurity
from app.services.events import EventLog
from app.services.outbox import Outbox
from app.services.portfolios import CurrentPortfolio
from app.values.accounts import AccountStatus
from app.values.audit import AuditAction
from app.values.events import EventKind
from app.values.outbox import OutboxChannel
from app.values.principals import CurrentMember, RequestOrigin


class ClosureService:
    """`closeAccount`."""

    def __init__(
        self,
        accounts: AccountRepository,
        factors: SecondFactorRepository,
        security: AccountSecurity,
        outbox: Outbox,
        audit: AuditTrail,
        events: EventLog,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._factors = factors
        self._security = security
        self._outbox = outbox
        self._audit = audit
        self._events = events
        self._clock = clock

    async def close(
        self, portfolio: CurrentPortfolio, member: CurrentMember, origin: RequestOrigin
    ) -> None:
        """Close it now: sessions, devices and factors go with it."""
        account = await self._accounts.lock(member.account_id)
        if account is None:
            raise Unauthenticated
        account.status, account.closed_at = AccountStatus.CLOSED, self._clock.now()
        account.password_hash = None
        await self._factors.remove_all(account.id)
        await self._security.end_everything(account, "closed")
        letter = notices.closed(portfolio, account.email)
        self._outbox.post(portfolio.id, OutboxChannel.EMAIL, letter)
        self._audit.record(
            AuditRecord.by(member, AuditAction.ACCOUNT_CLOSED),
            origin,
        )
        self._events.tell_of_person(EventKind.ACCOUNT_CLOSED, portfolio.id, account.beneficiary_id)
