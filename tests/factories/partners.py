"""Tokens of partners, made by the real service."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from app.container import Container
from app.services.partner_tokens import PartnerTokenService, TokenOrder
from app.services.portfolios import CurrentPortfolio
from app.values.principals import PartnerScope


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


def bearing(token: str) -> dict[str, str]:
    """The header that carries a token."""
    return {"Authorization": f"Bearer {token}"}
