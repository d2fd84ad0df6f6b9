"""Invitations: a person that a feed brings becomes somebody who may come in."""

from uuid import UUID

from app.errors.base import FieldProblem
from app.errors.feeds import ReferenceTaken
from app.gateways.clock import Clock
from app.models.account import Account
from app.repositories.accounts import AccountRepository
from app.services import notices
from app.services.audit import AuditRecord, AuditTrail
from app.services.feeds.source import FeedSource
from app.services.outbox import Outbox
from app.services.portfolios import CurrentPortfolio
from app.values.accounts import AccountStatus
from app.values.audit import AuditAction, AuditResult
from app.values.emails import normalise_email
from app.values.ids import new_id
from app.values.outbox import OutboxChannel


class InvitationService:
    """Opens accounts for new people and keeps unproved destinations up to date."""

    def __init__(
        self, accounts: AccountRepository, outbox: Outbox, clock: Clock, audit: AuditTrail
    ) -> None:
        self._accounts = accounts
        self._outbox = outbox
        self._clock = clock
        self._audit = audit

    async def invite(
        self, source: FeedSource, *, beneficiary_id: UUID, email: str, phone: str | None
    ) -> None:
        """Open an account, invited, and post the invitation in the same transaction.

        Raises:
            ReferenceTaken: the e-mail already belongs to somebody of the portfolio.
        """
        portfolio, address = source.portfolio, normalise_email(email)
        if await self._accounts.find_by_email(portfolio.id, address):
            raise _email_taken()
        now = self._clock.now()
        account = Account(
            id=new_id(),
            portfolio_id=portfolio.id,
            beneficiary_id=beneficiary_id,
            email=address,
            phone=phone,
            status=AccountStatus.INVITED,
            invited_at=now,
            created_at=now,
            updated_at=now,
        )
        await self._accounts.add(account)
        self._post_invitation(portfolio, account)

    async def contact_changed(
        self, source: FeedSource, account: Account, *, email: str | None, phone: str | None
    ) -> None:
        """Take over what a feed says of somebody who has an account.

        A destination that was proved stays: the member is told at the present address. Before
        activation the feed is still the only source; what it leaves out stays as it was. A new
        e-mail is invited in its turn, and activations under way with the old details end.

        Raises:
            ReferenceTaken: the e-mail already belongs to somebody of the portfolio.
        """
        portfolio = source.portfolio
        address = normalise_email(email) if email else account.email
        number = phone or account.phone
        email_differs, phone_differs = address != account.email, number != account.phone
        if not (email_differs or phone_differs):
            return
        if account.status is AccountStatus.INVITED:
            await self._update(portfolio, account, address, number)
            return
        reason = "email_and_phone" if email_differs and phone_differs else None
        self._audit.record(
            AuditRecord(
                action=AuditAction.CONTACT_FROM_FEED_IGNORED,
                result=AuditResult.REFUSED,
                actor_kind=source.actor_kind,
                actor_id=source.token_id,
                portfolio_id=portfolio.id,
                account_id=account.id,
                reason=reason or ("email" if email_differs else "phone"),
            ),
            source.origin,
        )
        if account.status is AccountStatus.ACTIVE:
            letter = notices.contact_differs(
                portfolio, account.email, email=email_differs, phone=phone_differs
            )
            self._outbox.post(portfolio.id, OutboxChannel.EMAIL, letter)

    async def _update(
        self, portfolio: CurrentPortfolio, account: Account, email: str, phone: str | None
    ) -> None:
        moved = email != account.email
        if moved and await self._accounts.find_by_email(portfolio.id, email):
            raise _email_taken()
        account.email, account.phone = email, phone
        account.updated_at = self._clock.now()
        if moved:
            self._post_invitation(portfolio, account)

    def _post_invitation(self, portfolio: CurrentPortfolio, account: Account) -> None:
        letter = notices.invitation(portfolio, account.email)
        self._outbox.post(portfolio.id, OutboxChannel.EMAIL, letter)


def _email_taken() -> ReferenceTaken:
    return ReferenceTaken(fields=[FieldProblem("/email", "reference_taken")])
