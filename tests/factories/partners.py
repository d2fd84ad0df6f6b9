"""Tokens of partners, made by the real service."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from app.container import Container
from app.services.partner_tokens import PartnerTokenService, TokenOrder
from app.services.portfolios import CurrentPortfolio
from app.values.ids import new_id
from app.values.principals import CurrentPartner, PartnerScope


async def make_token(
    container: Container,
    portfolio: CurrentPortfolio,
    *scopes: str,
    **order: Any,
) -> str:
    """A token's text; with no scope named, it has them all."""
    wanted: Iterable[str] = scopes or [scope.value for scope in PartnerScope]
    service = PartnerTokenService(container.database, container.keyring, container.clock)
    return await service.create(
        portfolio.id,
        TokenOrder(
            **{
                "name": "Partenaire",
                "scopes": [PartnerScope(scope) for scope in wanted],
                "lifetime": timedelta(days=90),
                **order,
            }
        ),
        "demo",
    )


def employer_partner(portfolio: CurrentPortfolio, employer_ref: str = "EMP-1") -> CurrentPartner:
    """The holder of a token bound to an employer, as a guard lets it in."""
    now = datetime.now(UTC)
    return CurrentPartner(
        portfolio_id=portfolio.id,
        token_id=new_id(),
        name="Employeur",
        scopes=frozenset(PartnerScope),
        employer_ref=employer_ref,
        created_at=now,
        expires_at=now + timedelta(days=90),
    )


def bearing(token: str) -> dict[str, str]:
    """The header that carries a token."""
    return {"Authorization": f"Bearer {token}"}
