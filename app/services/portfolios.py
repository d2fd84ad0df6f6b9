"""Portfolios: found by host name, described by a file of the deployment."""

import time
from dataclasses import dataclass
from uuid import UUID

from app.database.database import Database
from app.errors.requests import UnknownHost
from app.gateways.clock import Clock
from app.models.portfolio import Portfolio
from app.repositories.portfolios import PortfolioReader, PortfolioRepository
from app.schemas.portfolios import PortfolioConfiguration, PortfolioFile
from app.values.ids import new_id

REMEMBERED_SECONDS = 30
REMEMBERED_HOSTS = 1_000


@dataclass(frozen=True, slots=True)
class CurrentPortfolio:
    """The portfolio a request is for."""

    id: UUID
    code: str
    name: str
    configuration: PortfolioConfiguration


class PortfolioDirectory:
    """Finds portfolios by host, remembering each answer for half a minute.

    Every request asks, the answer changes a few times a year. Unknown hosts are not remembered:
    anyone can invent them.
    """

    def __init__(self, database: Database, *, accept_any_host: bool) -> None:
        self._database = database
        self._accept_any = accept_any_host
        self._remembered: dict[str, tuple[float, CurrentPortfolio]] = {}

    async def at_host(self, host: str) -> CurrentPortfolio:
        """The portfolio that answers at this host name (without port).

        Raises:
            UnknownHost: no portfolio does.
        """
        remembered = self._remembered.get(host)
        if remembered and remembered[0] > time.monotonic():
            return remembered[1]
        async with self._database.read() as connection:
            row = await PortfolioReader(connection).find_by_host(host, accept_any=self._accept_any)
        if row is None:
            raise UnknownHost
        portfolio = CurrentPortfolio(
            row.id, row.code, row.name, PortfolioConfiguration.model_validate(row.configuration)
        )
        if len(self._remembered) >= REMEMBERED_HOSTS:
            self._remembered.clear()
        self._remembered[host] = (time.monotonic() + REMEMBERED_SECONDS, portfolio)
        return portfolio


class UnknownPortfolio(LookupError):
    """No portfolio has this code; or none was named, and there is not exactly one."""


async def portfolio_named(database: Database, code: str | None) -> CurrentPortfolio:
    """The portfolio a command is for: the one of this code, or the only one there is.

    Raises:
        UnknownPortfolio: with the codes there are.
    """
    async with database.read() as connection:
        reader = PortfolioReader(connection)
        codes = await reader.list_codes()
        chosen = code if code is not None or len(codes) != 1 else codes[0]
        row = await reader.find_by_code(chosen) if chosen is not None else None
    if row is None:
        raise UnknownPortfolio(", ".join(codes) or "none yet")
    configuration = PortfolioConfiguration.model_validate(row.configuration)
    return CurrentPortfolio(row.id, row.code, row.name, configuration)


class PortfolioService:
    """Creates and changes portfolios."""

    def __init__(self, portfolios: PortfolioRepository, clock: Clock) -> None:
        self._portfolios = portfolios
        self._clock = clock

    async def apply(self, file: PortfolioFile) -> UUID:
        """Make the portfolio what the file says; applying it twice changes nothing."""
        now = self._clock.now()
        portfolio = await self._portfolios.find_by_code(file.code)
        if portfolio is None:
            portfolio = Portfolio(id=new_id(), code=file.code, created_at=now)
            self._portfolios.add(portfolio)
        portfolio.name = file.name
        portfolio.configuration = file.configuration.model_dump(mode="json")
        portfolio.updated_at = now
        await self._portfolios.replace_hosts(portfolio.id, file.hosts, now)
        return portfolio.id
