"""Partner tokens: made once, shown once, rotated, revoked; and what a guard asks about one."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.database.database import Database
from app.errors.authentication import NetworkNotAllowed, Unauthenticated
from app.gateways.clock import Clock
from app.models.partner_token import PartnerToken
from app.repositories.base import AnyRow
from app.repositories.partner_tokens import PartnerTokenReader, PartnerTokenRepository
from app.security.keyring import Keyring, fingerprint
from app.security.partner_tokens import (
    PartnerTokenText,
    make_partner_token,
    parse_partner_token,
)
from app.services.audit import AuditRecord, AuditTrail
from app.services.feeds.kinds import SCOPES_OF_EMPLOYERS
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.ids import new_id
from app.values.principals import CurrentPartner, PartnerScope, RequestOrigin

LONGEST_LIFE = timedelta(days=365)
USE_NOTED_EVERY = timedelta(minutes=1)
LIVE_OF_LINEAGE = 2
"""A token and its successor: enough for its holder to change over."""


class TokenRefused(ValueError):
    """The token that was asked for is one that must not exist; the message says why."""


class TokenNotFound(LookupError):
    """No token has this public id."""


@dataclass(frozen=True, slots=True)
class TokenOrder:
    """What a new token is for. `networks` are the CIDR ranges it may call from."""

    name: str
    scopes: Sequence[PartnerScope]
    lifetime: timedelta
    employer_ref: str | None = None
    networks: Sequence[str] = ()


@dataclass(frozen=True, slots=True, repr=False)
class RotatedToken:
    """The text of a successor, which is kept nowhere; until when it lives, and the former one."""

    text: str
    expires_at: datetime
    former_expires_at: datetime


class PartnerTokenService:
    """Creates, lists, rotates and revokes tokens, each in a unit of work of its own."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock

    async def create(self, portfolio_id: UUID, order: TokenOrder, environment: str) -> str:
        """A new token's text, which is kept nowhere.

        Raises:
            TokenRefused: no scope, too long a life, or health data for an employer.
        """
        if not order.scopes:
            raise TokenRefused("a token needs at least one scope")
        if not timedelta() < order.lifetime <= LONGEST_LIFE:
            raise TokenRefused(f"a token lives from 1 to {LONGEST_LIFE.days} days")
        barred = sorted(set(order.scopes) - SCOPES_OF_EMPLOYERS)
        if order.employer_ref is not None and barred:
            raise TokenRefused(f"an employer's token cannot have {', '.join(barred)}")
        text, now = make_partner_token(environment), self._clock.now()
        token = PartnerToken(
            **_identity(text),
            portfolio_id=portfolio_id,
            name=order.name,
            scopes=sorted({scope.value for scope in order.scopes}),
            employer_ref=order.employer_ref,
            networks=[str(ip_network(network)) for network in order.networks] or None,
            created_at=now,
            expires_at=now + order.lifetime,
        )
        async with self._database.unit_of_work() as session:
            PartnerTokenRepository(session).add(token)
            self._trace(session, AuditAction.PARTNER_TOKEN_CREATED, token)
        return text.text

    async def rotate(self, public_id: str, overlap: timedelta, environment: str) -> RotatedToken:
        """A successor with the same rights; the token itself ends after the overlap.

        The successor lives as long as the longest-lived of its lineage was made for. The former
        token's end is brought forward, never put off.

        Raises:
            TokenNotFound: no token has this public id.
            TokenRefused: it is not live, or its lineage has two live tokens already.
        """
        text, now = make_partner_token(environment), self._clock.now()
        async with self._database.unit_of_work() as session:
            repository = PartnerTokenRepository(session)
            lineage = await repository.lock_lineage(public_id)
            if not lineage:
                raise TokenNotFound(public_id)
            live = [one for one in lineage if one.revoked_at is None and one.expires_at > now]
            former = next((one for one in live if one.public_id == public_id), None)
            if former is None:
                raise TokenRefused("it is revoked or expired: create another")
            if len(live) >= LIVE_OF_LINEAGE:
                ends = " and ".join(f"{o.public_id} (until {o.expires_at:%Y-%m-%d})" for o in live)
                raise TokenRefused(f"{ends} are both live: revoke one, or wait")
            former.lineage = former.lineage or former.id
            successor = PartnerToken(
                **_identity(text),
                portfolio_id=former.portfolio_id,
                lineage=former.lineage,
                name=former.name,
                scopes=former.scopes,
                employer_ref=former.employer_ref,
                networks=former.networks,
                created_at=now,
                expires_at=now + max(one.expires_at - one.created_at for one in lineage),
            )
            former.expires_at = min(former.expires_at, now + overlap)
            repository.add(successor)
            self._trace(session, AuditAction.PARTNER_TOKEN_ROTATED, former)
            self._trace(session, AuditAction.PARTNER_TOKEN_CREATED, successor)
        return RotatedToken(text.text, successor.expires_at, former.expires_at)

    async def list_of(self, portfolio_id: UUID) -> list[PartnerToken]:
        """Every token of the portfolio, newest first."""
        async with self._database.unit_of_work() as session:
            return await PartnerTokenRepository(session).list_of(portfolio_id)

    async def revoke(self, public_id: str) -> None:
        """End a token now; ending it again changes nothing.

        Raises:
            TokenNotFound: no token has this public id.
        """
        async with self._database.unit_of_work() as session:
            token = await PartnerTokenRepository(session).find(public_id)
            if token is None:
                raise TokenNotFound(public_id)
            if token.revoked_at is None:
                token.revoked_at = self._clock.now()
                self._trace(session, AuditAction.PARTNER_TOKEN_REVOKED, token)

    async def authenticate(
        self, text: str, portfolio_id: UUID, origin: RequestOrigin
    ) -> CurrentPartner:
        """The partner behind a token that is genuine, live, of this portfolio and allowed here.

        Raises:
            Unauthenticated: not genuine, live and of this portfolio; which is never told.
            NetworkNotAllowed: it may not be used from this address.
        """
        parsed, now = parse_partner_token(text), self._clock.now()
        async with self._database.read() as connection:
            row = await PartnerTokenReader(connection).find_live(parsed.public_id, now)
        expected = row.secret_hash if row else bytes(32)
        genuine = hmac.compare_digest(expected, fingerprint(parsed.text.encode()))
        if row is None or not genuine or row.portfolio_id != portfolio_id:
            raise Unauthenticated
        if not _is_allowed_from(row.networks, origin.ip):
            raise NetworkNotAllowed
        await self._note_use(row, origin)
        return CurrentPartner(
            portfolio_id=row.portfolio_id,
            token_id=row.id,
            name=row.name,
            scopes=frozenset(row.scopes),
            employer_ref=row.employer_ref,
            created_at=row.created_at,
            expires_at=row.expires_at,
        )

    def _trace(self, session: AsyncSession, action: AuditAction, token: PartnerToken) -> None:
        AuditTrail(session, self._keyring, self._clock).record(
            AuditRecord(
                action=action,
                result=AuditResult.SUCCEEDED,
                actor_kind=ActorKind.OPERATOR,
                portfolio_id=token.portfolio_id,
                subject_id=token.id,
            )
        )

    async def _note_use(self, row: AnyRow, origin: RequestOrigin) -> None:
        """Written at most once a minute, before the request takes its first lock."""
        now = self._clock.now()
        since = now - USE_NOTED_EVERY
        if row.last_used_at is not None and row.last_used_at > since:
            return
        async with self._database.short_transaction("partner_token_use") as session:
            if await PartnerTokenRepository(session).touch(row.id, now, since):
                record = AuditRecord(
                    action=AuditAction.PARTNER_TOKEN_USED,
                    result=AuditResult.SUCCEEDED,
                    actor_kind=ActorKind.PARTNER,
                    actor_id=row.id,
                    portfolio_id=row.portfolio_id,
                    subject_id=row.id,
                )
                AuditTrail(session, self._keyring, self._clock).record(record, origin)


def _is_allowed_from(networks: Sequence[str] | None, ip: str) -> bool:
    return not networks or any(ip_address(ip) in ip_network(network) for network in networks)


def _identity(text: PartnerTokenText) -> dict[str, Any]:
    return {
        "id": new_id(),
        "public_id": text.public_id,
        "secret_hash": fingerprint(text.text.encode()),
    }
