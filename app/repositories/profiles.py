"""Questions about who is signed in: the person, the account, how they want to be told."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models.account import Account
from app.models.beneficiary import Beneficiary
from app.models.member import Member
from app.models.notification_preference import NotificationPreference
from app.repositories.base import AnyRow, insert_into
from app.values.notifications import DEFAULT_CHANNEL, NotificationChannel, NotificationTopic
from app.values.principals import CurrentMember

_PROFILE = (
    select(
        Beneficiary.id,
        Beneficiary.first_name,
        Beneficiary.last_name,
        Beneficiary.birth_date,
        Beneficiary.relationship,
        Beneficiary.nir_sealed,
        Beneficiary.amo_organism,
        Beneficiary.address,
        Member.member_number,
        Account.email,
        Account.phone,
    )
    .join(Member, Member.id == Beneficiary.member_id)
    .join(Account, Account.beneficiary_id == Beneficiary.id)
    .where(Account.id == bindparam("account_id"), Member.id == bindparam("family_id"))
)
_CHANNELS = select(NotificationPreference.topic, NotificationPreference.channel).where(
    NotificationPreference.account_id == bindparam("account_id")
)


class ProfileReader:
    """The read road; the connection of a unit of work shows what that has written so far."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, member: CurrentMember) -> AnyRow:
        """The person signed in, who is there since their session is."""
        parameters = {"account_id": member.account_id, "family_id": member.member_id}
        return (await self._connection.execute(_PROFILE, parameters)).one()

    async def channels_of(
        self, account_id: UUID
    ) -> Mapping[NotificationTopic, NotificationChannel]:
        """The channels that were chosen, by topic."""
        rows = await self._connection.execute(_CHANNELS, {"account_id": account_id})
        return {row.topic: row.channel for row in rows}


class ProfileRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def choose_channel(
        self, account_id: UUID, topic: NotificationTopic, channel: NotificationChannel
    ) -> None:
        """How an account holder is told of a topic from now on."""
        statement = insert_into(self._session, NotificationPreference).values(
            account_id=account_id, topic=topic, channel=channel
        )
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["account_id", "topic"],
                set_={"channel": statement.excluded.channel},
            )
        )

    async def channel_of(self, account_id: UUID, topic: NotificationTopic) -> NotificationChannel:
        """How an account holder wants to be told of a topic."""
        chosen = await self._session.get(NotificationPreference, (account_id, topic))
        return chosen.channel if chosen else DEFAULT_CHANNEL
