"""Guards: every route carries exactly one, and a test walks the route tree to prove it."""

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncConnection

from app.dependencies.idempotency import hold_key
from app.dependencies.infrastructure import ReadDep, get_container, get_origin, get_portfolio
from app.errors.authentication import (
    AccountFrozen,
    NetworkNotAllowed,
    PermissionMissing,
    StepUpRequired,
    Unauthenticated,
)
from app.errors.base import DomainError
from app.repositories.sessions import SessionReader
from app.services.auth.current_member import CurrentMemberService
from app.services.partner_tokens import PartnerTokenService
from app.values.principals import (
    CurrentMember,
    CurrentPartner,
    MemberPermission,
    PartnerScope,
)
from app.values.step_up import is_fresh


class Guard:
    """What decides whether a request comes in. `scheme` names it in the OpenAPI document."""

    scheme: str | None = None

    @property
    def refusals(self) -> tuple[type[DomainError], ...]:
        """What it answers to whom it does not let in, for the OpenAPI document."""
        return ()


class Public(Guard):
    """Anybody may call; the list of such paths is fixed by a test."""

    async def __call__(self) -> None:
        """Let everybody in."""


class MemberGuard(Guard):
    """A signed-in person with a permission.

    `fresh`: who showed a second factor in the last quarter of an hour; others are challenged
    (RFC 9470) and come back after `POST /v1/auth/step-up`. `settled`: not in the days after a
    factor of the account changed.
    """

    scheme = "member"

    def __init__(
        self, permission: MemberPermission, *, fresh: bool = False, settled: bool = False
    ) -> None:
        self.permission = permission
        self.fresh = fresh
        self.settled = settled

    @property
    def refusals(self) -> tuple[type[DomainError], ...]:
        """Not signed in, and what the declaration adds."""
        added = ((StepUpRequired, self.fresh), (AccountFrozen, self.settled))
        return (Unauthenticated, *(error for error, declared in added if declared))

    async def admit(self, request: Request, connection: AsyncConnection) -> CurrentMember:
        """The person signed in, when the declaration lets them in.

        Raises:
            Unauthenticated: no session of an active account.
            StepUpRequired: `fresh`, and the second factor is missing or too old.
            AccountFrozen: `settled`, and a factor changed less than three days ago.
        """
        container = get_container(request)
        portfolio = await get_portfolio(request)
        now = container.clock.now()
        tokens = container.access_tokens
        service = CurrentMemberService(SessionReader(connection), tokens, portfolio)
        member = await service.authenticate(bearer_token(request), now)
        if self.fresh and not is_fresh(member.second_factor_at, now):
            raise StepUpRequired
        if self.settled and member.frozen_until and member.frozen_until > now:
            raise AccountFrozen(until=member.frozen_until)
        return member


class MemberReads(MemberGuard):
    """For GET operations: the session check rides the request's read connection."""

    async def __call__(self, request: Request, connection: ReadDep) -> CurrentMember:
        """The person signed in."""
        return await self.admit(request, connection)


class MemberWrites(MemberGuard):
    """For operations that write: checked, and the connection given back, before the first lock."""

    async def __call__(self, request: Request) -> CurrentMember:
        """The person signed in."""
        async with get_container(request).database.read() as connection:
            member = await self.admit(request, connection)
        await hold_key(request, member.portfolio_id, member.account_id)
        return member


class PartnerGuard(Guard):
    """A partner token with a scope, checked, and its use noted, before the first lock."""

    scheme = "partner"

    def __init__(self, scope: PartnerScope) -> None:
        self.scope = scope

    @property
    def refusals(self) -> tuple[type[DomainError], ...]:
        """No token, not this scope, not from there."""
        return (Unauthenticated, PermissionMissing, NetworkNotAllowed)

    async def __call__(self, request: Request) -> CurrentPartner:
        """The partner behind the token."""
        container = get_container(request)
        portfolio = await get_portfolio(request)
        service = PartnerTokenService(container.database, container.keyring, container.clock)
        origin = await get_origin(request, container)
        partner = await service.authenticate(bearer_token(request), portfolio.id, origin)
        if self.scope.value not in partner.scopes:
            raise PermissionMissing
        await hold_key(request, partner.portfolio_id, partner.token_id)
        return partner


def bearer_token(request: Request) -> str:
    """The bearer token of the request; one in the query string is never looked at."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated
    return token
