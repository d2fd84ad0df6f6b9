"""Activation: from an e-mail to a password. It never logs in."""

from app.database.database import Database
from app.repositories.accounts import AccountReader
from app.schemas.auth_flows import FlowStartedRead
from app.services.auth.access import FlowStarter, Opening
from app.services.auth.limits import Limits
from app.services.portfolios import CurrentPortfolio
from app.values.emails import normalise_email
from app.values.flows import FlowKind, FlowState


class ActivationService:
    """`startActivation`: a flow for whatever e-mail is given, so that nothing is told."""

    def __init__(self, database: Database, starter: FlowStarter, limits: Limits) -> None:
        self._database = database
        self._starter = starter
        self._limits = limits

    async def start(self, portfolio: CurrentPortfolio, email: str) -> FlowStartedRead:
        """A flow; without an account of that e-mail it looks the same and leads nowhere."""
        address = normalise_email(email)
        async with self._database.read() as connection:
            account = await AccountReader(connection).find_by_email(portfolio.id, address)
        return self._starter.start(
            portfolio,
            Opening(
                kind=FlowKind.ACTIVATION,
                state=FlowState.CHANNEL,
                account_id=account.id if account else None,
                subject=self._limits.subject_of(portfolio.id, address),
            ),
        )
