"""Logging out: here, or everywhere."""

from app.gateways.clock import Clock
from app.repositories.sessions import SessionRepository
from app.services.audit import AuditRecord, AuditTrail
from app.values.audit import AuditAction
from app.values.principals import CurrentMember, RequestOrigin


class LogoutService:
    """`logout` and `logoutEverywhere`: the access token is refused from the next request on."""

    def __init__(self, sessions: SessionRepository, audit: AuditTrail, clock: Clock) -> None:
        self._sessions = sessions
        self._audit = audit
        self._clock = clock

    async def end_this(self, member: CurrentMember, origin: RequestOrigin) -> None:
        """End the session that asks."""
        await self._sessions.end(member.session_id, "logout", self._clock.now())
        self._record(AuditAction.LOGOUT, member, origin)

    async def end_all(self, member: CurrentMember, origin: RequestOrigin) -> None:
        """End every session of the account; its devices stay known."""
        await self._sessions.end_all(member.account_id, "logout_all", self._clock.now())
        self._record(AuditAction.LOGOUT_EVERYWHERE, member, origin)

    def _record(self, action: AuditAction, member: CurrentMember, origin: RequestOrigin) -> None:
        self._audit.record(
            AuditRecord.by(member, action),
            origin,
        )
