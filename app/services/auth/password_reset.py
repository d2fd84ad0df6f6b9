"""Forgotten password: a code by e-mail to whatever address is given, so that nothing is told."""

from app.database.database import Database
from app.repositories.accounts import AccountReader
from app.schemas.auth_flows import FlowStartedRead
from app.services.auth.access import FlowStarter, Opening
from app.services.auth.codes import CodePost
from app.services.auth.limits import Limits
from app.services.portfolios import CurrentPortfolio
from app.values.emails import normalise_email
from app.values.flows import CodeChannel, FlowKind, FlowState
from app.values.principals import RequestOrigin


class PasswordResetService:
    """`startPasswordReset`."""

    def __init__(
        self, database: Database, starter: FlowStarter, post: CodePost, limits: Limits
    ) -> None:
        self._database = database
        self._starter = starter
        self._post = post
        self._limits = limits

    async def start(
        self, portfolio: CurrentPortfolio, email: str, origin: RequestOrigin
    ) -> FlowStartedRead:
        """A flow whose code is on its way, or would be if that address had an active account.

        Raises:
            RateLimited: too many requests from this address.
        """
        await self._limits.count_send_request(origin.ip)
        address = normalise_email(email)
        async with self._database.read() as connection:
            account = await AccountReader(connection).find_by_email(portfolio.id, address)
        prepared = self._starter.prepare(
            Opening(
                kind=FlowKind.PASSWORD_RESET,
                state=FlowState.CODE,
                account_id=account.id if account else None,
                subject=self._limits.subject_of(portfolio.id, address),
                email=account.email if account else None,
                account_status=account.status if account else None,
            )
        )
        coded = await self._post.open_with(portfolio, prepared, CodeChannel.EMAIL)
        return self._starter.begin(portfolio, coded)
