"""What is handed in is counted before it is compared, and what is refused is written down."""

from app.database.database import Database
from app.errors.authentication import FlowFailed
from app.gateways.clock import Clock
from app.repositories.flows import FlowRepository
from app.security.keyring import Keyring
from app.services.audit import AuditRecord, AuditTrail
from app.services.auth.limits import Limits
from app.services.auth.standing import MAX_SUBMISSIONS, Standing
from app.services.portfolios import CurrentPortfolio
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.flows import FlowState
from app.values.principals import RequestOrigin


class Submissions:
    """Short transactions that outlive the refusal of the request around them."""

    def __init__(self, database: Database, limits: Limits, keyring: Keyring, clock: Clock) -> None:
        self._database = database
        self._limits = limits
        self._keyring = keyring
        self._clock = clock

    async def count(
        self, standing: Standing, states: list[FlowState], *, as_try: bool = True
    ) -> None:
        """Count one submission of the flow and, unless it guesses nothing secret, one try of its
        e-mail.

        Raises:
            FlowFailed: the flow has had five, or moved on.
            TooManyAttempts: the e-mail's hourly or daily number is spent.
        """
        async with self._database.short_transaction("count_submission") as session:
            counted = await FlowRepository(session).count_submission(
                standing.id, states, MAX_SUBMISSIONS
            )
            if not counted:
                raise FlowFailed
            if as_try:
                await self._limits.count_try(session, standing.subject, standing.kind)

    async def refuse(
        self,
        portfolio: CurrentPortfolio,
        standing: Standing,
        action: AuditAction,
        origin: RequestOrigin,
        reason: str | None = None,
    ) -> None:
        """Fail the flow if that was its last submission, and record the refusal."""
        now = self._clock.now()
        async with self._database.short_transaction("refuse_submission") as session:
            await FlowRepository(session).fail_if_spent(standing.id, MAX_SUBMISSIONS, now)
            AuditTrail(session, self._keyring, self._clock).record(
                AuditRecord(
                    action=action,
                    result=AuditResult.REFUSED,
                    actor_kind=ActorKind.ANONYMOUS,
                    portfolio_id=portfolio.id,
                    account_id=standing.account_id,
                    subject_id=standing.id,
                    reason=reason,
                ),
                origin,
            )
