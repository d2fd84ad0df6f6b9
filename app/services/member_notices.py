"""Telling members that something waits in their space, the way they chose."""

from collections.abc import Callable
from uuid import UUID

from app.models.account import Account
from app.repositories.accounts import AccountRepository
from app.repositories.profiles import ProfileRepository
from app.services.outbox import Letter, Outbox
from app.services.portfolios import CurrentPortfolio
from app.values.accounts import AccountStatus
from app.values.notifications import NotificationChannel, NotificationTopic
from app.values.outbox import OutboxChannel

Writing = Callable[[CurrentPortfolio, str], Letter]
"""The mail to an address."""


class MemberNotices:
    """Posts notices in somebody's unit of work."""

    def __init__(
        self, accounts: AccountRepository, profiles: ProfileRepository, outbox: Outbox
    ) -> None:
        self._accounts = accounts
        self._profiles = profiles
        self._outbox = outbox

    async def tell(
        self,
        portfolio: CurrentPortfolio,
        beneficiary_id: UUID,
        topic: NotificationTopic,
        writing: Writing,
    ) -> Account | None:
        """Tell a person with an active account, by the channel they chose for the topic; who chose
        SMS and has no number gets the mail. Their account, told or not, if they have one.
        """
        account = await self._accounts.find_of_beneficiary(beneficiary_id)
        if account is None or account.status is not AccountStatus.ACTIVE:
            return account
        channel = await self._profiles.channel_of(account.id, topic)
        letter = writing(portfolio, account.email)
        if channel is NotificationChannel.SMS and account.phone:
            space = portfolio.configuration.member_space_url
            text = Letter(to=account.phone, text=f"{letter.subject}. {space}")
            self._outbox.post(portfolio.id, OutboxChannel.SMS, text)
        elif channel is not NotificationChannel.NONE:
            self._outbox.post(portfolio.id, OutboxChannel.EMAIL, letter)
        return account
