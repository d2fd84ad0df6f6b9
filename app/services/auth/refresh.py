"""Refreshing: rotation with a grace for parallel requests, and the alarm when a token comes back.

All of it is one short transaction: ending a family must outlive the refusal that it is answered
with.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.database.database import Database
from app.errors.authentication import Unauthenticated
from app.gateways.clock import Clock
from app.models.account import Account
from app.models.session import MemberSession, RefreshToken
from app.repositories.accounts import AccountRepository
from app.repositories.sessions import SessionRepository
from app.security.keyring import Keyring
from app.security.opaque_secrets import hash_secret
from app.services import notices
from app.services.audit import AuditRecord, AuditTrail
from app.services.auth.sessions import IDLE_LIFETIMES, SessionTokens, TokenIssuer, is_open
from app.services.outbox import Outbox
from app.services.portfolios import CurrentPortfolio
from app.services.worker import WakeSignal
from app.values.accounts import AccountStatus
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.outbox import OutboxChannel
from app.values.principals import RequestOrigin
from app.values.sessions import ClientKind

GRACE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, repr=False)
class PresentedToken:
    """A refresh token, and the kind of client that it came the way of (body or cookie)."""

    text: str
    client: ClientKind


class RefreshService:
    """`refreshSession`."""

    def __init__(
        self,
        database: Database,
        issuer: TokenIssuer,
        keyring: Keyring,
        clock: Clock,
        wake_signal: WakeSignal,
    ) -> None:
        self._database = database
        self._issuer = issuer
        self._keyring = keyring
        self._clock = clock
        self._wake_signal = wake_signal

    async def refresh(
        self, portfolio: CurrentPortfolio, presented: PresentedToken, origin: RequestOrigin
    ) -> SessionTokens:
        """The successor of the presented token, and a fresh access token.

        Raises:
            Unauthenticated: unknown, over, or used twice, which ends the family.
        """
        async with self._database.short_transaction("refresh_session") as session:
            sessions = SessionRepository(session)
            token = await sessions.find_token(hash_secret(presented.text))
            opened = await sessions.lock(token.session_id) if token else None
            if token is None or opened is None:
                raise Unauthenticated
            account = await AccountRepository(session).find(opened.account_id)
            if account is None or not self._is_live(opened, account, portfolio, presented.client):
                raise Unauthenticated
            generation = await self._successor(sessions, opened, token)
            if generation is None:
                self._end_family(session, opened, account, portfolio, origin)
        if generation is None:
            raise Unauthenticated
        return self._issuer.tokens(portfolio, opened, generation=generation)

    def _is_live(
        self,
        opened: MemberSession,
        account: Account,
        portfolio: CurrentPortfolio,
        client: ClientKind,
    ) -> bool:
        now = self._clock.now()
        return (
            is_open(opened, now)
            and opened.portfolio_id == portfolio.id
            and opened.client is client
            and account.status is AccountStatus.ACTIVE
        )

    async def _successor(
        self, sessions: SessionRepository, opened: MemberSession, token: RefreshToken
    ) -> int | None:
        """The generation that follows the token's, made now if the token is the head; None when
        it was followed too long ago.
        """
        now, following = self._clock.now(), token.generation + 1
        if token.generation < opened.generation:
            issued_at = await sessions.issued_at(opened.id, following)
            return following if issued_at and now - issued_at <= GRACE else None
        opened.generation = following
        opened.rotated_at = opened.updated_at = now
        opened.idle_expires_at = min(now + IDLE_LIFETIMES[opened.client], opened.expires_at)
        successor = self._issuer.refresh_token(opened.id, following)
        sessions.add_token(
            RefreshToken(
                token_hash=hash_secret(successor),
                session_id=opened.id,
                generation=following,
                issued_at=now,
            )
        )
        return following

    def _end_family(
        self,
        session: AsyncSession,
        opened: MemberSession,
        account: Account,
        portfolio: CurrentPortfolio,
        origin: RequestOrigin,
    ) -> None:
        now = self._clock.now()
        opened.ended_at = opened.updated_at = now
        opened.end_reason = "refresh_reused"
        AuditTrail(session, self._keyring, self._clock).record(
            AuditRecord(
                action=AuditAction.REFRESH_REUSED,
                result=AuditResult.ALERT,
                actor_kind=ActorKind.ANONYMOUS,
                portfolio_id=portfolio.id,
                account_id=account.id,
                reason="family_ended",
                session_id=opened.id,
                device_id=opened.device_id,
            ),
            origin,
        )
        outbox = Outbox(session, self._keyring, self._clock, self._wake_signal.wake)
        letter = notices.refresh_reused(portfolio, account.email)
        outbox.post(portfolio.id, OutboxChannel.EMAIL, letter)
