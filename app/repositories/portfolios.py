"""Questions about portfolios."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models.portfolio import Portfolio, PortfolioHost
from app.repositories.base import AnyRow

ANY_HOST = "*"

_BY_HOST = select(
    Portfolio.id, Portfolio.code, Portfolio.name, Portfolio.configuration, PortfolioHost.host
).join(PortfolioHost, PortfolioHost.portfolio_id == Portfolio.id)
_BY_HOST = _BY_HOST.where(PortfolioHost.host.in_(bindparam("hosts", expanding=True)))
_BY_CODE = select(Portfolio.id, Portfolio.code, Portfolio.name, Portfolio.configuration).where(
    Portfolio.code == bindparam("code")
)
_CODES = select(Portfolio.code).order_by(Portfolio.code)


class PortfolioReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find_by_host(self, host: str, *, accept_any: bool) -> AnyRow | None:
        """The portfolio of this very host, else the one of any host when that is accepted."""
        hosts = [host, ANY_HOST] if accept_any and host != ANY_HOST else [host]
        found = (await self._connection.execute(_BY_HOST, {"hosts": hosts})).all()
        return next((row for row in found if row.host == host), found[0] if found else None)

    async def find_by_code(self, code: str) -> AnyRow | None:
        """The portfolio of this code."""
        return (await self._connection.execute(_BY_CODE, {"code": code})).one_or_none()

    async def list_codes(self) -> list[str]:
        """The codes of every portfolio, in order."""
        return list(await self._connection.scalars(_CODES))


class PortfolioRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find_by_code(self, code: str) -> Portfolio | None:
        """The portfolio of this code, to change it."""
        return await self._session.scalar(select(Portfolio).where(Portfolio.code == code))

    def add(self, portfolio: Portfolio) -> None:
        """Keep a new portfolio."""
        self._session.add(portfolio)

    async def replace_hosts(self, portfolio_id: UUID, hosts: list[str], now: datetime) -> None:
        """The portfolio answers at these hosts and no others. Flushes, so that keys are free."""
        await self._session.flush()
        await self._session.execute(
            delete(PortfolioHost).where(PortfolioHost.portfolio_id == portfolio_id)
        )
        self._session.add_all(
            PortfolioHost(host=host.lower(), portfolio_id=portfolio_id, created_at=now)
            for host in hosts
        )
