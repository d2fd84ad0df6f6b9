"""Who is signed in, and what of the family they may see today."""

from datetime import datetime

from app.errors.authentication import Unauthenticated
from app.repositories.base import AnyRow
from app.repositories.sessions import CurrentSession, SessionReader
from app.security.access_tokens import AccessTokens
from app.services.portfolios import CurrentPortfolio
from app.values.family_rights import NO_GRANTS, FamilyView, family_view
from app.values.periods import paris_date
from app.values.principals import CurrentMember
from app.values.relationships import Relationship


class CurrentMemberService:
    """From the access token to the person, on every request that is not public.

    The token alone opens nothing: its session must still be open, of an active account of the
    portfolio that the host names.
    """

    def __init__(
        self, sessions: SessionReader, tokens: AccessTokens, portfolio: CurrentPortfolio
    ) -> None:
        self._sessions = sessions
        self._tokens = tokens
        self._portfolio = portfolio

    async def authenticate(self, token: str, now: datetime) -> CurrentMember:
        """The person whose token it is.

        Raises:
            Unauthenticated: the token is not ours or too old, or its session is over.
        """
        portfolio = self._portfolio
        claims = self._tokens.verify(token, audience=portfolio.code, now=now)
        row = await self._sessions.find_current(claims.session_id, portfolio.id, now)
        if row is None or row.account_id != claims.account_id:
            raise Unauthenticated
        return CurrentMember(
            portfolio_id=portfolio.id,
            account_id=row.account_id,
            member_id=row.member_id,
            beneficiary_id=row.beneficiary_id,
            family=seen_family(portfolio, row, now),
            session_id=claims.session_id,
            device_id=row.device_id,
            second_factor_at=row.second_factor_at,
            frozen_until=row.frozen_until,
        )


def seen_family(
    portfolio: CurrentPortfolio, person: CurrentSession | AnyRow, now: datetime
) -> FamilyView:
    """What a person may see of the others today."""
    # The policy holder alone has rights to what the others' rules grant.
    rights = portfolio.configuration.family_rights
    grants = rights.grants if person.relationship == Relationship.SELF else NO_GRANTS
    return family_view(grants, paris_date(now), person.covered_until)
