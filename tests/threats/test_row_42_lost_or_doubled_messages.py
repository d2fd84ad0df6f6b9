"""Row 42, lost or doubled messages: what was decided leaves, what was undone does not, and a worker
that is killed at any moment loses nothing.

Workers are processes of their own, killed without warning while they send. A message that was being
sent then may be sent again: at most as many as a worker sends at once, for each kill.
"""

import asyncio
import os
import random
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import func, select

from app.container import Container
from app.models.outbox import OutboxMessage
from app.services.dispatch import LEASE
from app.services.outbox import Letter, Outbox
from app.settings import Settings
from app.values.outbox import OutboxChannel, OutboxState
from tests.clock import AdjustableClock
from tests.factories.accounts import make_active_account
from tests.factories.apps import calling, opened
from tests.factories.events import follower, happen, read_events
from tests.factories.webhooks import Receiver, add_webhook, deliveries_of, receiving, subscriber
from tests.factories.webhooks import work as work_on_events

MESSAGES, KILLS, AT_ONCE = 60, 5, 4
ROOT = Path(__file__).resolve().parents[2]
LATER = 3
"""One message of so many does not arrive at first: what is noted too early is lost."""
PAUSE = 0.05
"""Seconds that a receiver takes: most kills fall between a message and its note."""


class Undone(Exception):
    """What fails after it posted."""


class SlowRelay:
    """A mail relay that keeps the subjects of what it got, and wants some of it later."""

    def __init__(self) -> None:
        self.offered = 0
        self.subjects: list[str] = []

    async def handle_DATA(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        await asyncio.sleep(PAUSE)
        self.offered += 1
        if not self.offered % LATER:
            return "451 later"
        head = bytes(envelope.content or b"").decode()
        self.subjects += [
            line[9:].strip() for line in head.splitlines() if line.startswith("Subject: ")
        ]
        return "250 OK"


@pytest.fixture
async def relay() -> AsyncIterator[tuple[SlowRelay, int]]:
    handler = SlowRelay()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        receiver.pause, receiver.cut = PAUSE, LATER
        yield receiver


@pytest.fixture
async def container(
    settings: Settings, clock: AdjustableClock, relay: tuple[SlowRelay, int]
) -> AsyncIterator[Container]:
    """One that sends by the relay, and may call this machine."""
    async with opened(
        settings,
        clock,
        smtp_host="127.0.0.1",
        smtp_port=relay[1],
        smtp_starttls=False,
        webhooks_to_loopback=True,
        worker_concurrency=AT_ONCE,
    ) as container:
        yield container


async def post(container: Container, subject: str, *, undone: bool = False) -> None:
    """A letter, by a unit of work that is committed unless it is undone."""
    portfolio = await container.portfolios.at_host("espace.test")
    letter = Letter(to="camille@example.org", text="Texte", subject=subject, sender="e@example.org")
    async with container.database.unit_of_work() as session:
        outbox = Outbox(session, container.keyring, container.clock, container.wake_signal.wake)
        outbox.post(portfolio.id, OutboxChannel.EMAIL, letter)
        await session.flush()
        if undone:
            raise Undone


def environment(container: Container) -> dict[str, str]:
    """What a worker process needs to be one of this container's."""
    settings = container.settings
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ESPACE_")}
    return kept | {
        "ESPACE_DATABASE_URL": settings.database_address,
        "ESPACE_DATA_DIR": str(settings.data_dir),
        "ESPACE_SMTP_HOST": "127.0.0.1",
        "ESPACE_SMTP_PORT": str(settings.smtp_port),
        "ESPACE_SMTP_STARTTLS": "false",
        "ESPACE_WEBHOOKS_TO_LOOPBACK": "true",
        "ESPACE_WORKER_CONCURRENCY": str(AT_ONCE),
    }


async def work_until_killed(container: Container, relay: SlowRelay, receiver: Receiver) -> None:
    """A worker process that sends for a moment, and is killed without warning."""
    before = len(relay.subjects) + len(receiver.ids)
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app", "worker", cwd=ROOT, env=environment(container),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(60):
            while len(relay.subjects) + len(receiver.ids) == before:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await asyncio.sleep(random.uniform(0, 4 * PAUSE))  # noqa: S311 - a moment
    finally:
        worker.kill()
        await worker.wait()


async def work_to_the_end(container: Container) -> None:
    """What a worker does that nobody kills."""
    dispatcher = container.dispatcher()
    while await dispatcher.run_once():
        pass
    await work_on_events(container)


@pytest.mark.slow
class TestKilledWorkers:
    async def test_nothing_is_lost_and_little_is_sent_twice(
        self,
        container: Container,
        clock: AdjustableClock,
        relay: tuple[SlowRelay, int],
        receiver: Receiver,
    ) -> None:
        await make_active_account(container)
        await work_to_the_end(container)
        relay[0].subjects.clear()
        async with calling(container) as client:
            client.headers.update(await subscriber(container))
            webhook = await add_webhook(client, {}, receiver.url)
            for number in range(MESSAGES):
                await post(container, f"letter-{number}")
                await happen(container)
            for number in range(5):
                with pytest.raises(Undone):
                    await post(container, f"undone-{number}", undone=True)
            for _ in range(KILLS):
                await work_until_killed(container, relay[0], receiver)
            assert len(set(relay[0].subjects)) < MESSAGES or len(set(receiver.ids)) < MESSAGES, (
                "nothing was left to lose"
            )
            for _ in range(10):
                clock.advance(seconds=LEASE.total_seconds())
                await work_to_the_end(container)
            await self.assert_all_there(client, container, webhook["id"], receiver)
        letters = Counter(relay[0].subjects)
        assert set(letters) == {f"letter-{number}" for number in range(MESSAGES)}
        assert letters.total() - MESSAGES <= KILLS * AT_ONCE
        assert len(receiver.ids) - MESSAGES <= KILLS * AT_ONCE

    async def assert_all_there(
        self,
        client: httpx.AsyncClient,
        container: Container,
        webhook_id: str,
        receiver: Receiver,
    ) -> None:
        page = await read_events(client, await follower(container))
        assert [item["position"] for item in page["items"]] == list(range(1, MESSAGES + 1))
        delivered = await deliveries_of(
            client, {}, {"id": webhook_id}, state="delivered", limit=100
        )
        assert {one["event_id"] for one in delivered} == {item["id"] for item in page["items"]}
        assert len(delivered) == MESSAGES
        assert set(receiver.ids) == {one["id"] for one in delivered}
        question = select(func.count()).where(OutboxMessage.state != OutboxState.SENT)
        async with container.database.read() as connection:
            assert await connection.scalar(question) == 0
