"""The kinds of lines, and what applies each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors.authentication import PermissionMissing
from app.errors.base import DomainError
from app.gateways.clock import Clock
from app.repositories.accounts import AccountRepository
from app.repositories.feeds.contracts import BenefitLevelFeedRepository, ContractFeedRepository
from app.repositories.feeds.people import CoverFeedRepository, PersonFeedRepository
from app.repositories.feeds.statements import StatementFeedRepository
from app.schemas.base import Body
from app.schemas.feeds.contracts import BenefitLevelLine, ContractLine
from app.schemas.feeds.people import BeneficiaryLine, MemberLine
from app.schemas.feeds.statements import StatementFeedLine
from app.schemas.imports import FeedResult
from app.security.keyring import Keyring
from app.services.audit import AuditTrail
from app.services.feeds.applying import FeedApplier, FeedContext
from app.services.feeds.contracts import BenefitLevelApplier, ContractApplier
from app.services.feeds.covers import CoverBook
from app.services.feeds.people import BeneficiaryApplier, MemberApplier
from app.services.feeds.statements import StatementApplier
from app.services.invitations import InvitationService
from app.services.outbox import Outbox
from app.services.portfolios import CurrentPortfolio
from app.values.imports import ImportKind

LINES: dict[ImportKind, Any] = {
    ImportKind.BENEFIT_LEVELS: BenefitLevelLine,
    ImportKind.CONTRACTS: ContractLine,
    ImportKind.MEMBERS: MemberLine,
    ImportKind.BENEFICIARIES: BeneficiaryLine,
    ImportKind.STATEMENTS: StatementFeedLine,
}
"""What one line of an import is: the body of the PUT, and its `ref`."""

OF_EMPLOYERS = frozenset({ImportKind.CONTRACTS, ImportKind.MEMBERS, ImportKind.BENEFICIARIES})
"""What a token bound to an employer may send: affiliations, never health data."""


@dataclass(frozen=True, slots=True)
class FeedSource:
    """Whose feed it is: a portfolio's, or one employer's of the portfolio."""

    portfolio: CurrentPortfolio
    employer_ref: str | None = None

    def check_may_send(self, kind: ImportKind) -> None:
        """An employer sends affiliations only.

        Raises:
            PermissionMissing: any other kind.
        """
        if self.employer_ref is not None and kind not in OF_EMPLOYERS:
            raise PermissionMissing


class FeedDesk:
    """Hands out the applier of a kind over a session."""

    def __init__(self, keyring: Keyring, clock: Clock, wake: Callable[[], None]) -> None:
        self._keyring = keyring
        self._clock = clock
        self._wake = wake

    def applier(
        self, kind: ImportKind, session: AsyncSession, source: FeedSource
    ) -> FeedApplier[Any]:
        """What applies a batch of this kind inside this session's transaction."""
        portfolio_id = source.portfolio.id
        context = FeedContext(
            source.portfolio,
            source.employer_ref,
            self._keyring,
            self._clock.now(),
            self._clock.today(),
        )
        contracts = ContractFeedRepository(session, portfolio_id)
        levels = BenefitLevelFeedRepository(session, portfolio_id)
        people = PersonFeedRepository(session, portfolio_id)
        if kind is ImportKind.CONTRACTS:
            return ContractApplier(context, contracts)
        if kind is ImportKind.BENEFIT_LEVELS:
            return BenefitLevelApplier(context, levels)
        if kind is ImportKind.STATEMENTS:
            return StatementApplier(context, people, StatementFeedRepository(session, portfolio_id))
        covers = CoverBook(context, contracts, levels, CoverFeedRepository(session, portfolio_id))
        if kind is ImportKind.BENEFICIARIES:
            return BeneficiaryApplier(context, people, covers)
        accounts = AccountRepository(session)
        return MemberApplier(
            context, people, covers, accounts, self._invitations(session, accounts)
        )

    def _invitations(self, session: AsyncSession, accounts: AccountRepository) -> InvitationService:
        return InvitationService(
            accounts,
            Outbox(session, self._keyring, self._clock, self._wake),
            self._clock,
            AuditTrail(session, self._keyring, self._clock),
        )


class FeedService:
    """A single resource from a partner: a batch of one in the caller's unit of work."""

    def __init__(self, session: AsyncSession, desk: FeedDesk) -> None:
        self._session = session
        self._desk = desk

    async def put(self, kind: ImportKind, source: FeedSource, ref: str, body: Body) -> FeedResult:
        """Create or change what this reference names; sending it again changes nothing.

        Raises:
            PermissionMissing: an employer's token sends affiliations only.
            DomainError: the rule the body breaks.
        """
        source.check_may_send(kind)
        applier = self._desk.applier(kind, self._session, source)
        verdict = (await applier.apply({ref: body}))[ref]
        if isinstance(verdict, DomainError):
            raise verdict
        return FeedResult(ref=ref, id=verdict.id, outcome=verdict.outcome.value)
