"""The links of alerts: whoever follows one says "this was not me", and needs no session for it."""

from app.errors.authentication import AlertNotFound
from app.gateways.clock import Clock
from app.models.account import Account
from app.models.alert import Alert
from app.repositories.accounts import AccountRepository
from app.repositories.alerts import AlertRepository
from app.repositories.second_factors import SecondFactorRepository
from app.schemas.alerts import AlertAnswerRead
from app.security.keyring import Keyring
from app.security.opaque_secrets import hash_secret
from app.security.sealed_places import SealedPlace
from app.services import alert_notices
from app.services.audit import AuditRecord, AuditTrail
from app.services.auth.account_security import FREEZE, AccountSecurity
from app.services.outbox import Outbox
from app.services.portfolios import CurrentPortfolio
from app.values.accounts import AccountStatus
from app.values.alerts import AlertKind
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.outbox import OutboxChannel
from app.values.principals import RequestOrigin


class AlertService:
    """`answerAlert`: undo, close everything, and ask for a new password."""

    def __init__(
        self,
        alerts: AlertRepository,
        accounts: AccountRepository,
        factors: SecondFactorRepository,
        security: AccountSecurity,
        outbox: Outbox,
        audit: AuditTrail,
        keyring: Keyring,
        clock: Clock,
    ) -> None:
        self._alerts = alerts
        self._accounts = accounts
        self._factors = factors
        self._security = security
        self._outbox = outbox
        self._audit = audit
        self._keyring = keyring
        self._clock = clock

    async def answer(
        self, portfolio: CurrentPortfolio, token: str, origin: RequestOrigin
    ) -> AlertAnswerRead:
        """What was done is undone where it can be; the password is worthless from now on, since
        whoever did it knows it.

        Raises:
            AlertNotFound: unknown, used, or older than seven days.
        """
        now = self._clock.now()
        alert = await self._alerts.take(hash_secret(token), portfolio.id, now)
        account = await self._accounts.lock(alert.account_id) if alert else None
        if alert is None or account is None or account.status is not AccountStatus.ACTIVE:
            raise AlertNotFound
        await self._undo(portfolio, account, alert)
        account.password_hash = None
        account.frozen_until = now + FREEZE
        await self._security.end_everything(account, AuditAction.ALERT_ANSWERED.value)
        letter = alert_notices.secured(portfolio, account.email)
        self._outbox.post(portfolio.id, OutboxChannel.EMAIL, letter)
        self._audit.record(
            AuditRecord(
                action=AuditAction.ALERT_ANSWERED,
                result=AuditResult.ALERT,
                actor_kind=ActorKind.ANONYMOUS,
                portfolio_id=portfolio.id,
                account_id=account.id,
                subject_id=alert.id,
                reason=alert.kind.value,
            ),
            origin,
        )
        return AlertAnswerRead(kind=alert.kind, next_step="reset_password")

    async def _undo(self, portfolio: CurrentPortfolio, account: Account, alert: Alert) -> None:
        previous = self._previous(alert)
        match alert.kind:
            case AlertKind.PHONE_CHANGED:
                account.phone = previous
            case AlertKind.EMAIL_CHANGED:
                if previous and not await self._accounts.find_by_email(portfolio.id, previous):
                    account.email = previous
            case AlertKind.FACTOR_ADDED:
                if alert.factor_id:
                    await self._factors.remove(alert.factor_id, account.id)
            case AlertKind.RECOVERY_CODES_MADE:
                await self._factors.remove_codes(account.id)
            case (
                AlertKind.PASSWORD_CHANGED
                | AlertKind.FACTOR_REMOVED
                | AlertKind.PHONE_RECOVERY_STARTED
            ):
                # Nothing to put back: what was under way ends with everything else.
                return

    def _previous(self, alert: Alert) -> str | None:
        sealed = alert.previous_sealed
        if sealed is None:
            return None
        return self._keyring.open(sealed, SealedPlace.ALERT_PREVIOUS, alert.id).decode()
