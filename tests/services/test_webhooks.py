"""What webhooks send: signed, tried again, given up, replayed; each event once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import orjson
import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from app.container import Container
from app.services.webhooks.deliveries import LONGEST_REST, RETRIES
from app.settings import Settings
from app.values.events import EventKind
from tests.clock import AdjustableClock
from tests.factories.accounts import make_active_account
from tests.factories.apps import calling, opened
from tests.factories.events import follower, happen, read_events
from tests.factories.webhooks import (
    WEBHOOKS,
    Receiver,
    add_webhook,
    deliveries_of,
    receiving,
    subscriber,
    work,
)

EVENTS = 12


@pytest.fixture
async def container(settings: Settings, clock: AdjustableClock) -> AsyncIterator[Container]:
    """One that may call this machine."""
    async with opened(settings, clock, webhooks_to_loopback=True) as container:
        await make_active_account(container)
        yield container


@pytest.fixture
async def client(container: Container) -> AsyncIterator[httpx.AsyncClient]:
    async with calling(container) as client:
        client.headers.update(await subscriber(container))
        yield client


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


class TestSending:
    async def test_an_event_arrives_signed_and_tells_identifiers(
        self, client: httpx.AsyncClient, container: Container, receiver: Receiver
    ) -> None:
        await happen(container)
        await work(container)
        webhook = await add_webhook(client, {}, receiver.url)
        await happen(container)
        await work(container)
        ((headers, body),) = receiver.received
        told = Webhook(webhook["secret"]).verify(body, headers)
        page = await read_events(client, await follower(container), after=1)
        (event,) = page["items"]
        assert told == {
            "type": "card.reissued",
            "timestamp": told["timestamp"],
            "data": {
                "id": event["id"],
                "position": 2,
                "subject_id": event["subject_id"],
                "member_ref": "M-1",
                "beneficiary_ref": "M-1",
            },
        }
        assert told["timestamp"] == event["occurred_at"]
        (logged,) = await deliveries_of(client, {}, webhook)
        assert (logged["state"], logged["attempts"], logged["status"]) == ("delivered", 1, 204)
        assert (logged["id"], logged["event_id"]) == (headers["webhook-id"], event["id"])
        with pytest.raises(WebhookVerificationError):
            Webhook(webhook["secret"]).verify(body.replace(b"M-1", b"M-2"), headers)

    async def test_a_webhook_hears_of_its_kinds_and_of_its_employer_alone(
        self, client: httpx.AsyncClient, container: Container, receiver: Receiver
    ) -> None:
        await add_webhook(client, {}, receiver.url, kinds=["contact.changed"])
        employer = await subscriber(container, employer_ref="EMP-9")
        await add_webhook(client, employer, receiver.url)
        for kind in (EventKind.CARD_REISSUED, EventKind.CONTACT_CHANGED):
            await happen(container, kind=kind)
        await work(container)
        assert [orjson.loads(body)["type"] for _, body in receiver.received] == ["contact.changed"]

    async def test_workers_side_by_side_send_each_event_once(
        self, client: httpx.AsyncClient, container: Container, receiver: Receiver
    ) -> None:
        await add_webhook(client, {}, receiver.url)
        for _ in range(EVENTS):
            await happen(container)
        await asyncio.gather(*(work(container) for _ in range(4)))
        await work(container)
        assert len(receiver.ids) == len(set(receiver.ids)) == EVENTS


class TestFailing:
    async def test_it_is_tried_again_until_it_is_dead_and_comes_back_by_a_replay(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        receiver: Receiver,
    ) -> None:
        receiver.answer = "400 Bad Request"
        webhook = await add_webhook(client, {}, receiver.url)
        await client.post(f"{WEBHOOKS}/{webhook['id']}/test")
        for wait in RETRIES:
            await work(container)
            before = len(receiver.received)
            clock.advance(seconds=wait.total_seconds() - 2)
            await work(container)
            assert len(receiver.received) == before, "too early"
            clock.advance(seconds=3)
        await work(container)
        client.headers.update(await subscriber(container))
        (dead,) = await deliveries_of(client, {}, webhook, state="dead")
        assert dead["attempts"] == len(receiver.received) == len(RETRIES) + 1
        assert (dead["failure"], dead["status"]) == ("status", 400)
        receiver.answer = "200 OK"
        answer = await client.post(f"/partner/v1/deliveries/{dead['id']}/replay")
        assert (answer.status_code, answer.json()["attempts"]) == (202, 0)
        await work(container)
        (arrived,) = await deliveries_of(client, {}, webhook)
        assert (arrived["state"], arrived["attempts"]) == ("delivered", 1)
        assert "failure" not in arrived
        assert len(set(receiver.ids)) == 1
        assert len({body for _, body in receiver.received}) == 1

    async def test_a_receiver_that_is_down_keeps_nobody_waiting(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        receiver: Receiver,
    ) -> None:
        async with receiving() as down:
            down.answer = "503 Service Unavailable"
            await add_webhook(client, {}, down.url)
            await add_webhook(client, {}, receiver.url)
            for _ in range(EVENTS):
                await happen(container)
            await work(container)
            assert len(receiver.received) == EVENTS
            assert len(down.received) < EVENTS, "it is left alone"
            down.answer = "200 OK"
            for _ in range(EVENTS):
                clock.advance(seconds=LONGEST_REST.total_seconds())
                await work(container)
            assert len(set(down.ids)) == EVENTS

    async def test_nobody_there_is_a_failure(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        async with receiving() as gone:
            url = gone.url
        webhook = await add_webhook(client, {}, url)
        await client.post(f"{WEBHOOKS}/{webhook['id']}/test")
        await work(container)
        (found,) = await deliveries_of(client, {}, webhook)
        assert (found["state"], found["failure"], found["status"]) == (
            "pending",
            "unreachable",
            None,
        )


class TestKeeping:
    async def test_what_is_finished_is_forgotten_after_thirty_days(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        receiver: Receiver,
    ) -> None:
        webhook = await add_webhook(client, {}, receiver.url)
        await client.post(f"{WEBHOOKS}/{webhook['id']}/test")
        await work(container)
        clock.advance(seconds=timedelta(days=29).total_seconds())
        await work(container)
        assert len(await deliveries_of(client, {}, webhook)) == 1
        clock.advance(seconds=timedelta(days=2).total_seconds())
        await work(container)
        assert await deliveries_of(client, {}, webhook) == []
