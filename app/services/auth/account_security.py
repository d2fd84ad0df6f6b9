"""What follows a change to the ways in, whichever it was: other sessions and devices end, what was
under way fails, what a thief would do next waits, and the member is told, with a link to undo it.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from app.gateways.clock import Clock
from app.models.account import Account
from app.models.alert import Alert
from app.repositories.alerts import AlertRepository
from app.repositories.devices import DeviceRepository
from app.repositories.flows import FlowRepository
from app.repositories.sessions import SessionRepository
from app.security.keyring import Keyring
from app.security.opaque_secrets import hash_secret, make_secret
from app.security.sealed_places import SealedPlace
from app.services import alert_notices
from app.services.audit import AuditRecord, AuditTrail
from app.services.auth.phones import PhoneRules
from app.services.outbox import Outbox
from app.services.portfolios import CurrentPortfolio
from app.values.alerts import AlertKind
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.ids import new_id
from app.values.outbox import OutboxChannel
from app.values.principals import CurrentMember, RequestOrigin

FREEZE = timedelta(hours=72)
ALERT_LIFETIME = timedelta(days=7)
FREEZING = frozenset(AlertKind) - {AlertKind.PASSWORD_CHANGED, AlertKind.PHONE_RECOVERY_STARTED}
"""Changes after which e-mail, bank details and full NIR wait: every factor, not the password."""
ACTIONS = {
    AlertKind.PASSWORD_CHANGED: AuditAction.PASSWORD_CHANGED,
    AlertKind.PHONE_CHANGED: AuditAction.PHONE_CHANGED,
    AlertKind.EMAIL_CHANGED: AuditAction.EMAIL_CHANGED,
    AlertKind.FACTOR_ADDED: AuditAction.FACTOR_ADDED,
    AlertKind.FACTOR_REMOVED: AuditAction.FACTOR_REMOVED,
    AlertKind.RECOVERY_CODES_MADE: AuditAction.RECOVERY_CODES_MADE,
    AlertKind.PHONE_RECOVERY_STARTED: AuditAction.PHONE_RECOVERY_STARTED,
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What a change leaves alone: the session and device that made it."""

    session_id: UUID | None = None
    device_id: UUID | None = None


NOTHING = Kept()


@dataclass(frozen=True, slots=True)
class SecurityChange:
    """What was changed, or began. `previous` is the phone or e-mail of before."""

    kind: AlertKind
    kept: Kept = NOTHING
    previous: str | None = None
    factor_id: UUID | None = None
    flow_id: UUID | None = None
    reason: str | None = None

    @classmethod
    def by(
        cls, member: CurrentMember, kind: AlertKind, *, factor_id: UUID | None = None
    ) -> "SecurityChange":
        """A change made in a session, which goes on."""
        kept = Kept(session_id=member.session_id, device_id=member.device_id)
        return cls(kind, kept, factor_id=factor_id)


class AccountSecurity:
    """Carries the consequences out, in the unit of work of the change; the account is locked."""

    def __init__(
        self,
        sessions: SessionRepository,
        devices: DeviceRepository,
        flows: FlowRepository,
        alerts: AlertRepository,
        outbox: Outbox,
        audit: AuditTrail,
        phones: PhoneRules,
        keyring: Keyring,
        clock: Clock,
    ) -> None:
        self._sessions = sessions
        self._devices = devices
        self._flows = flows
        self._alerts = alerts
        self._outbox = outbox
        self._audit = audit
        self._phones = phones
        self._keyring = keyring
        self._clock = clock

    async def follow(
        self,
        portfolio: CurrentPortfolio,
        account: Account,
        change: SecurityChange,
        origin: RequestOrigin,
    ) -> None:
        """End the rest, freeze, alert, record."""
        await self.end_everything(account, change.kind.value, change.kept)
        if change.kind in FREEZING:
            account.frozen_until = self._clock.now() + FREEZE
        self.alert(portfolio, account, change)
        self.record(portfolio, account, change, origin)

    async def end_everything(self, account: Account, reason: str, kept: Kept = NOTHING) -> None:
        """End sessions, devices and flows of the account, but for what is kept."""
        now = self._clock.now()
        account.updated_at = now
        await self._sessions.end_all(account.id, reason, now, keep=kept.session_id)
        await self._devices.revoke_all(account.id, now, keep=kept.device_id)
        await self._flows.fail_all(account.id, now)

    def alert(self, portfolio: CurrentPortfolio, account: Account, change: SecurityChange) -> None:
        """Tell the member wherever a thief may not be, with one link that undoes it once."""
        token = make_secret()
        self._alerts.add(self._row(account, change, token))
        addresses = {account.email}
        if change.kind is AlertKind.EMAIL_CHANGED and change.previous:
            # The new address is told nothing it could undo the change with.
            addresses = {change.previous}
        for address in addresses:
            letter = alert_notices.mail(portfolio, address, change.kind, token)
            self._outbox.post(portfolio.id, OutboxChannel.EMAIL, letter)
        number = _told_by_sms(account, change)
        if number and self._phones.takes_sms(number):
            letter = alert_notices.sms(portfolio, number, change.kind, token)
            self._outbox.post(portfolio.id, OutboxChannel.SMS, letter)

    def record(
        self,
        portfolio: CurrentPortfolio,
        account: Account,
        change: SecurityChange,
        origin: RequestOrigin,
    ) -> None:
        """Put the change into the audit trail."""
        self._audit.record(
            AuditRecord(
                action=ACTIONS[change.kind],
                result=AuditResult.SUCCEEDED,
                actor_kind=ActorKind.MEMBER,
                portfolio_id=portfolio.id,
                actor_id=account.id,
                account_id=account.id,
                subject_id=change.factor_id or change.flow_id,
                reason=change.reason,
                session_id=change.kept.session_id,
                device_id=change.kept.device_id,
            ),
            origin,
        )

    def _row(self, account: Account, change: SecurityChange, token: str) -> Alert:
        now, alert_id = self._clock.now(), new_id()
        previous = change.previous
        return Alert(
            id=alert_id,
            account_id=account.id,
            kind=change.kind,
            token_hash=hash_secret(token),
            previous_sealed=(
                self._keyring.seal(previous.encode(), SealedPlace.ALERT_PREVIOUS, alert_id)
                if previous
                else None
            ),
            factor_id=change.factor_id,
            flow_id=change.flow_id,
            created_at=now,
            expires_at=now + ALERT_LIFETIME,
        )


def _told_by_sms(account: Account, change: SecurityChange) -> str | None:
    """The number that learns of a change of numbers: the one of before."""
    if change.kind is AlertKind.PHONE_CHANGED:
        return change.previous
    return account.phone if change.kind is AlertKind.PHONE_RECOVERY_STARTED else None
