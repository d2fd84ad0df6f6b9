"""Loading the demo portfolio, once: its description, its feeds, its active accounts."""

from collections.abc import AsyncIterator, Callable

from app.database.database import Database
from app.gateways.clock import Clock
from app.repositories.accounts import AccountReader
from app.repositories.portfolios import PortfolioReader, PortfolioRepository
from app.services.demo.accounts import DemoActivation, active_members
from app.services.demo.feeds import demo_feeds, demo_members, demo_portfolio
from app.services.feeds.source import FeedSource
from app.services.imports.imports import ImportOrder, ImportProgress, ImportService
from app.services.places.loading import CommuneLoader
from app.services.portfolios import CurrentPortfolio, PortfolioService, portfolio_named
from app.values.imports import ImportKind

Report = Callable[[str, int, int], None]
"""Told what is being loaded, how much of it is done, and how much there is."""
CHUNK_LINES = 50
ACCOUNTS, COMMUNES = "accounts", "communes"


class DemoImportRefused(Exception):
    """A line of the demo's own files was refused."""


class DemoLoader:
    """Loads what is missing. Cut short, it goes on where it stopped: imports are idempotent."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        imports: ImportService,
        communes: CommuneLoader,
    ) -> None:
        self._database = database
        self._clock = clock
        self._imports = imports
        self._communes = communes

    async def is_loaded(self) -> bool:
        """Whether the last step was done: the last account was activated."""
        return await self._was_activated(active_members(demo_members())[-1].email or "")

    async def load(self, activation: DemoActivation, report: Report) -> None:
        """Load the communes, the portfolio, the feeds, the accounts.

        Raises:
            DemoImportRefused: a line was rejected.
            DemoActivationFailed: a step of an activation was refused.
        """
        placed = await self._communes.load_built_in()
        report(COMMUNES, placed.communes, placed.communes)
        portfolio = await self._apply_portfolio()
        for kind, lines in demo_feeds(self._clock.today()):
            await self._import(portfolio, ImportKind(kind), lines, report)
        await activation.send_messages()
        members = active_members(demo_members())
        for place, member in enumerate(members, 1):
            if not await self._was_activated(member.email or ""):
                await activation.activate(member, place)
            report(ACCOUNTS, place, len(members))
        await activation.send_messages()

    async def _apply_portfolio(self) -> CurrentPortfolio:
        file = demo_portfolio()
        async with self._database.unit_of_work() as session:
            await PortfolioService(PortfolioRepository(session), self._clock).apply(file)
        return await portfolio_named(self._database, file.code)

    async def _import(
        self, portfolio: CurrentPortfolio, kind: ImportKind, lines: list[bytes], report: Report
    ) -> None:
        def announce(progress: ImportProgress) -> None:
            report(kind.value, progress.counts.total(), len(lines))

        order = ImportOrder(kind, FeedSource(portfolio))
        done = await self._imports.run(order, _chunks(lines), announce)
        if done.rejected:
            raise DemoImportRefused(f"{done.rejected} of {done.lines} {kind.value} were rejected")

    async def _was_activated(self, email: str) -> bool:
        async with self._database.read() as connection:
            portfolio = await PortfolioReader(connection).find_by_code(demo_portfolio().code)
            if portfolio is None:
                return False
            account = await AccountReader(connection).find_by_email(portfolio.id, email)
        return account is not None and account.activated_at is not None


async def _chunks(lines: list[bytes]) -> AsyncIterator[bytes]:
    for start in range(0, len(lines), CHUNK_LINES):
        yield b"".join(lines[start : start + CHUNK_LINES])
