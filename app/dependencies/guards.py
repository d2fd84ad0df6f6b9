"""Guards: every route carries exactly one, and a test walks the route tree to prove it."""

import hmac
from uuid import UUID

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncConnection

from app.container import Container
from app.dependencies.infrastructure import ReadDep, get_container, get_portfolio
from app.errors.authentication import PermissionMissing, Unauthenticated
from app.models.beneficiary import Relationship
from app.repositories.partner_tokens import PartnerTokenReader
from app.repositories.sessions import SessionReader
from app.security.keyring import fingerprint
from app.security.partner_tokens import parse_partner_token
from app.values.principals import (
    CurrentMember,
    CurrentPartner,
    MemberPermission,
    PartnerScope,
)


class Guard:
    """What decides whether a request comes in. `scheme` names it in the OpenAPI document."""

    scheme: str | None = None


class Public(Guard):
    """Anybody may call; the list of such paths is fixed by a test."""

    async def __call__(self) -> None:
        """Let everybody in."""


class MemberGuard(Guard):
    """A signed-in person with a permission."""

    scheme = "member"

    def __init__(self, permission: MemberPermission) -> None:
        self.permission = permission


class MemberReads(MemberGuard):
    """For GET operations: the session check rides the request's read connection."""

    async def __call__(self, request: Request, connection: ReadDep) -> CurrentMember:
        """The person signed in."""
        return await _authenticate_member(request, connection)


class MemberWrites(MemberGuard):
    """For operations that write: checked, and the connection given back, before the first lock."""

    async def __call__(self, request: Request) -> CurrentMember:
        """The person signed in."""
        async with get_container(request).database.read() as connection:
            return await _authenticate_member(request, connection)


class PartnerGuard(Guard):
    """A partner token with a scope, checked on its own short connection."""

    scheme = "partner"

    def __init__(self, scope: PartnerScope) -> None:
        self.scope = scope

    async def __call__(self, request: Request) -> CurrentPartner:
        """The partner behind the token."""
        portfolio = await get_portfolio(request)
        partner = await _authenticate_partner(request, get_container(request), portfolio.id)
        if self.scope.value not in partner.scopes:
            raise PermissionMissing
        return partner


def bearer_token(request: Request) -> str:
    """The bearer token of the request; one in the query string is never looked at."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated
    return token


async def _authenticate_member(request: Request, connection: AsyncConnection) -> CurrentMember:
    container = get_container(request)
    portfolio = await get_portfolio(request)
    now = container.clock.now()
    claims = container.access_tokens.verify(bearer_token(request), audience=portfolio.code, now=now)
    row = await SessionReader(connection).find_current(claims.session_id, portfolio.id, now)
    if row is None or row.account_id != claims.account_id:
        raise Unauthenticated
    return CurrentMember(
        portfolio_id=portfolio.id,
        account_id=row.account_id,
        member_id=row.member_id,
        beneficiary_id=row.beneficiary_id,
        is_policy_holder=row.relationship == Relationship.SELF,
        session_id=claims.session_id,
        device_id=row.device_id,
        second_factor_at=row.second_factor_at,
    )


async def _authenticate_partner(
    request: Request, container: Container, portfolio_id: UUID
) -> CurrentPartner:
    token = parse_partner_token(bearer_token(request))
    async with container.database.read() as connection:
        row = await PartnerTokenReader(connection).find_live(token.public_id, container.clock.now())
    expected = row.secret_hash if row else bytes(32)
    genuine = hmac.compare_digest(expected, fingerprint(token.text.encode()))
    if row is None or not genuine or row.portfolio_id != portfolio_id:
        raise Unauthenticated
    return CurrentPartner(
        portfolio_id=row.portfolio_id,
        token_id=row.id,
        name=row.name,
        scopes=frozenset(row.scopes),
        employer_ref=row.employer_ref,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )
