"""The outbox leaves through real gateways: SMTP by aiosmtpd, SMS by a local HTTP provider."""

import asyncio
import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import select

from app.container import Container
from app.gateways.sms import HttpSmsSender
from app.gateways.smtp import SmtpMailer
from app.models.outbox import OutboxMessage
from app.models.portfolio import Portfolio
from app.services.dispatch import LEASE, Dispatcher
from app.services.outbox import Letter, Outbox
from app.settings import Settings
from app.values.ids import new_id
from app.values.outbox import OutboxChannel, OutboxState
from tests.relay import listening

LETTER = Letter(
    to="camille.martin@example.org",
    subject="Votre code",
    text="Bonjour, votre code est 123456.",
    sender="espace@example.org",
)


class Relay:
    """A mail relay that keeps what it gets, or refuses it with a code."""

    def __init__(self) -> None:
        self.received: list[Envelope] = []
        self.refusal: str | None = None
        self.port = 0

    async def handle_DATA(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.refusal:
            return self.refusal
        self.received.append(envelope)
        return "250 OK"


@pytest.fixture
def relay() -> Iterator[Relay]:
    handler = Relay()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        handler.port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    yield handler
    controller.stop()


class Phones:
    """An SMS provider that keeps what it gets."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str]] = []

    async def send_sms(self, *, to: str, text: str) -> None:
        self.received.append((to, text))


@pytest.fixture
def phones() -> Phones:
    return Phones()


@pytest.fixture
def dispatcher(container: Container, relay: Relay, phones: Phones) -> Dispatcher:
    settings = Settings(smtp_host="127.0.0.1", smtp_port=relay.port, smtp_starttls=False)
    return Dispatcher(
        container.database,
        container.keyring,
        container.clock,
        container.metrics,
        mailer=SmtpMailer(settings),
        sms=phones,
        concurrency=4,
    )


async def post(container: Container, *, channel: OutboxChannel, **options: Any) -> None:
    now = container.clock.now()
    async with container.database.unit_of_work() as session:
        portfolio_id = await session.scalar(select(Portfolio.id))
        if portfolio_id is None:
            portfolio_id = new_id()
            session.add(
                Portfolio(
                    id=portfolio_id, code="hcr", name="HCR", configuration={},
                    created_at=now, updated_at=now,
                )
            )  # fmt: skip
            await session.flush()
        outbox = Outbox(session, container.keyring, container.clock, container.wake_signal.wake)
        outbox.post(portfolio_id, channel, LETTER, **options)


async def only_message(container: Container) -> OutboxMessage:
    async with container.database.unit_of_work() as session:
        return (await session.scalars(select(OutboxMessage))).one()


class TestDispatcher:
    async def test_an_email_leaves_once_and_its_payload_is_wiped(
        self, container: Container, dispatcher: Dispatcher, relay: Relay
    ) -> None:
        await post(container, channel=OutboxChannel.EMAIL)
        assert (await only_message(container)).payload_sealed is not None
        assert await dispatcher.run_once() == 1
        assert await dispatcher.run_once() == 0
        (envelope,) = relay.received
        assert envelope.rcpt_tos == [LETTER.to]
        assert b"123456" in bytes(envelope.content or b"")
        message = await only_message(container)
        assert (message.state, message.payload_sealed) == (OutboxState.SENT, None)

    async def test_an_sms_leaves_through_its_own_gateway(
        self, container: Container, dispatcher: Dispatcher, phones: Phones
    ) -> None:
        await post(container, channel=OutboxChannel.SMS)
        await dispatcher.run_once()
        assert phones.received == [(LETTER.to, LETTER.text)]

    async def test_a_relay_that_is_busy_is_tried_again_later(
        self, container: Container, dispatcher: Dispatcher, relay: Relay, clock: Any
    ) -> None:
        relay.refusal = "451 try later"
        await post(container, channel=OutboxChannel.EMAIL)
        await dispatcher.run_once()
        assert (await only_message(container)).state is OutboxState.PENDING
        relay.refusal = None
        assert await dispatcher.run_once() == 0
        clock.advance(seconds=6)
        assert await dispatcher.run_once() == 1
        assert len(relay.received) == 1

    async def test_a_final_refusal_ends_it(
        self, container: Container, dispatcher: Dispatcher, relay: Relay
    ) -> None:
        relay.refusal = "554 no such user"
        await post(container, channel=OutboxChannel.EMAIL)
        await dispatcher.run_once()
        message = await only_message(container)
        assert (message.state, message.failure) == (OutboxState.DEAD, "refused")
        assert message.payload_sealed is None

    async def test_a_code_that_is_no_longer_valid_is_not_sent(
        self, container: Container, dispatcher: Dispatcher, relay: Relay, clock: Any
    ) -> None:
        expires_at = container.clock.now() + timedelta(minutes=10)
        await post(container, channel=OutboxChannel.EMAIL, expires_at=expires_at)
        clock.advance(minutes=11)
        await dispatcher.run_once()
        message = await only_message(container)
        assert (message.state, message.failure, relay.received) == (OutboxState.DEAD, "expired", [])

    async def test_a_message_leased_by_a_killed_worker_goes_on_elsewhere(
        self, container: Container, dispatcher: Dispatcher, relay: Relay, clock: Any
    ) -> None:
        await post(container, channel=OutboxChannel.EMAIL)
        await dispatcher._lease()
        assert await dispatcher.run_once() == 0
        clock.advance(seconds=LEASE.total_seconds() + 1)
        assert await dispatcher.run_once() == 1
        assert len(relay.received) == 1

    async def test_parallel_workers_never_take_the_same_message(
        self, container: Container, dispatcher: Dispatcher, relay: Relay
    ) -> None:
        for _ in range(12):
            await post(container, channel=OutboxChannel.EMAIL)
        while sum(await asyncio.gather(*(dispatcher.run_once() for _ in range(4)))):
            pass
        assert len(relay.received) == 12


class TestSmtpMailer:
    @pytest.mark.parametrize("field", ["sender", "to", "subject"])
    async def test_a_line_break_makes_no_header_of_its_own(self, relay: Relay, field: str) -> None:
        told = {"sender": LETTER.sender, "to": LETTER.to, "subject": LETTER.subject}
        told[field] += "\r\nBcc: stranger@example.org"
        mailer = SmtpMailer(
            Settings(smtp_host="127.0.0.1", smtp_port=relay.port, smtp_starttls=False)
        )
        with pytest.raises(ValueError, match=r"linefeed|carriage return"):
            await mailer.send_email(**told, text=LETTER.text)
        assert relay.received == []


class TestHttpSmsSender:
    async def test_it_speaks_to_a_real_provider(self) -> None:
        seen: list[bytes] = []

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            seen.append(head + await reader.readexactly(length))
            writer.write(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()

        async with listening(answer) as port:
            sender = HttpSmsSender(f"http://127.0.0.1:{port}/sms", "secret")
            await sender.send_sms(to="+33639980001", text="Code 123456")
            await sender.close()
        assert b"Bearer secret" in seen[0]
        assert b'"+33639980001"' in seen[0]
