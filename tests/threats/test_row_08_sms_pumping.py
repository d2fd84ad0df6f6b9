"""Row 8: of thousands of requests few send a code, within the caps; premium numbers get none."""

from collections import Counter
from itertools import count

import httpx
import pytest

from app.container import Container
from app.main import create_app
from app.settings import Settings
from tests.clock import AdjustableClock
from tests.factories.accounts import (
    MadeAccount,
    account_of,
    change_account,
    deliver,
    invite_member,
    log_in,
    make_active_account,
    messages_to,
    start_activation,
    steps_of,
)
from tests.factories.feeds import apply_feed, member_body

pytestmark = pytest.mark.slow
NUMBERS, HOURS, FLOWS_AN_HOUR = 8, 10, 100
AN_HOUR, A_DAY, BUDGET = 5, 10, 60
PREMIUM = [
    "+33899123456",
    "+33800123456",
    "+33142345678",
    "+882161234567",
    "+19005550100",
    "+447911123456",
    "+252612345678",
    "+37060112345",
]
"""Premium, free and fixed numbers of France, satellites, and mobiles where traffic is sold."""
ADDRESSES = (f"198.18.{number // 250}.{number % 250}" for number in count())


async def invite_many(container: Container) -> list[MadeAccount]:
    accounts = [await invite_member(container)]
    for number in range(2, NUMBERS + 1):
        phone = f"+336399800{number:02}"
        await apply_feed(container, "members", f"M-{number}", member_body(number, phone=phone))
        accounts.append(await account_of(container, f"M-{number}"))
    return accounts


async def ask_sms(client: httpx.AsyncClient, account: MadeAccount) -> int:
    """One flow and one request for its code, from an address of their own."""
    path, headers = steps_of(await start_activation(client, account.email), next(ADDRESSES))
    answer = await client.post(f"{path}/code", json={"channel": "sms"}, headers=headers)
    return answer.status_code


def sent(container: Container) -> Counter[str]:
    assert container.mailbox
    return Counter(one["to"] for one in container.mailbox.read() if one["channel"] == "sms")


async def test_of_thousands_of_requests_the_caps_let_a_few_through(
    settings: Settings, clock: AdjustableClock
) -> None:
    clock.set_to("2026-06-01 08:00")
    frugal = settings.model_copy(update={"sms_daily_budget": BUDGET})
    container = Container(frugal, clock=clock)
    accounts = await invite_many(container)
    transport = httpx.ASGITransport(create_app(frugal, container), client=("127.0.0.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://espace.test") as client:
        before: Counter[str] = Counter()
        for _ in range(HOURS):
            for request in range(FLOWS_AN_HOUR):
                # Nothing is told: neither that a number is full, nor that the day's budget is.
                assert await ask_sms(client, accounts[request % NUMBERS]) == 202
            await deliver(container)
            this_hour = sent(container) - before
            assert max(this_hour.values(), default=0) <= AN_HOUR
            before = sent(container)
            clock.advance(hours=1)
    assert max(before.values()) <= A_DAY
    assert before.total() == BUDGET
    await container.close()


@pytest.mark.parametrize("number", PREMIUM)
async def test_no_flow_sends_to_a_number_that_earns_by_being_sent_to(
    client: httpx.AsyncClient, container: Container, number: str
) -> None:
    invited = await invite_member(container)
    await change_account(container, invited, phone=number)
    assert await ask_sms(client, invited) == 202
    account = await make_active_account(container)
    path, headers = steps_of((await log_in(client, account)).json()["flow"])
    answer = await client.post(f"{path}/phone", json={"phone": number}, headers=headers)
    assert answer.status_code == 202
    assert await messages_to(container, number) == []
