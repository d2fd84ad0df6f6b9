"""A partner that may do everything, and the agreement that bodies name by default."""

from typing import Any

import httpx
import pytest
from sqlalchemy import Select

from app.container import Container
from app.services.portfolios import CurrentPortfolio
from tests.factories.feeds import apply_agreement
from tests.factories.partners import bearing, make_token


@pytest.fixture
async def partner(
    client: httpx.AsyncClient, container: Container, portfolio: CurrentPortfolio
) -> httpx.AsyncClient:
    """A client bearing a token with every scope; contract `C-1` and level `L-1` exist."""
    await apply_agreement(container)
    client.headers.update(bearing(await make_token(container, portfolio)))
    return client


async def rows(container: Container, question: Select[Any]) -> list[Any]:
    async with container.database.read() as connection:
        return list((await connection.execute(question)).all())
