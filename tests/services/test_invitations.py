"""What a feed may do to accounts: open them, and never change a proved factor."""

from typing import Any

import pytest
from sqlalchemy import select

from app.container import Container
from app.errors.feeds import ReferenceTaken
from app.models.account import Account, AccountStatus
from app.models.audit import AuditEntry
from app.values.audit import AuditAction
from tests.factories.accounts import (
    account_of,
    invite_member,
    make_active_account,
    messages_to,
)
from tests.factories.feeds import apply_feed, member_body

NEW_EMAIL, NEW_PHONE = "new@example.org", "+33639984444"


async def feed_again(container: Container, **changes: Any) -> None:
    await apply_feed(container, "members", "M-1", member_body(1, **changes))


class TestInvite:
    async def test_a_new_member_is_invited_once(self, container: Container) -> None:
        account = await invite_member(container)
        await feed_again(container, first_name="Camilla")
        assert len(await messages_to(container, account.email)) == 1
        async with container.database.read() as connection:
            statuses = (await connection.execute(select(Account.status))).scalars().all()
        assert statuses == [AccountStatus.INVITED]

    async def test_an_email_belongs_to_one_person_whatever_its_case(
        self, container: Container
    ) -> None:
        account = await invite_member(container)
        body = member_body(2, email=account.email.upper())
        with pytest.raises(ReferenceTaken):
            await apply_feed(container, "members", "M-2", body)


class TestContactChanged:
    async def test_before_activation_the_destinations_follow_the_feed(
        self, container: Container
    ) -> None:
        await invite_member(container)
        await feed_again(container, email=NEW_EMAIL, phone=NEW_PHONE)
        account = await account_of(container, "M-1")
        assert (account.email, account.phone) == (NEW_EMAIL, NEW_PHONE)
        assert "Activez votre espace" in (await messages_to(container, NEW_EMAIL))[0]

    async def test_once_active_nothing_changes_and_the_member_is_told(
        self, container: Container
    ) -> None:
        before = await make_active_account(container)
        await feed_again(container, email=NEW_EMAIL, phone=NEW_PHONE)
        assert await account_of(container, "M-1") == before
        text = (await messages_to(container, before.email))[0]
        assert "rien n'a changé" in text
        assert NEW_PHONE not in text
        assert await messages_to(container, NEW_EMAIL) == []
        async with container.database.read() as connection:
            question = select(AuditEntry.reason).where(
                AuditEntry.action == AuditAction.CONTACT_FROM_FEED_IGNORED
            )
            reasons = (await connection.execute(question)).scalars().all()
        assert reasons == ["email_and_phone"]
