"""Step-up on demand (RFC 9470): a signed-in member shows a fresh second factor."""

from app.database.database import Database
from app.errors.authentication import Unauthenticated
from app.repositories.accounts import AccountReader
from app.schemas.auth_flows import FlowStartedRead
from app.services.auth.access import FlowStarter, Opening, factors_of
from app.services.auth.limits import Limits
from app.services.portfolios import CurrentPortfolio
from app.values.flows import FlowKind, FlowState
from app.values.principals import CurrentMember


class StepUpService:
    """`startStepUp`: the same screens as in a login; at the end the session goes on, fresh."""

    def __init__(self, database: Database, starter: FlowStarter, limits: Limits) -> None:
        self._database = database
        self._starter = starter
        self._limits = limits

    async def start(self, portfolio: CurrentPortfolio, member: CurrentMember) -> FlowStartedRead:
        """A flow of this session."""
        async with self._database.read() as connection:
            account = await AccountReader(connection).find_by_id(member.account_id)
            factors = await factors_of(connection, member.account_id)
        if account is None:
            raise Unauthenticated
        return self._starter.start(
            portfolio,
            Opening(
                kind=FlowKind.STEP_UP,
                state=FlowState.PHONE,
                account_id=account.id,
                subject=self._limits.subject_of(portfolio.id, account.email),
                session_id=member.session_id,
                device_id=member.device_id,
                phone=account.phone,
                account_status=account.status,
                factors=factors,
            ),
        )
