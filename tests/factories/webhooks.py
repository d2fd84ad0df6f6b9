"""Webhooks, receivers that answer as they are told, and a worker that does what there is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
from pydantic import AnyUrl

from app.container import Container
from app.dependencies.webhooks import get_webhook_desk
from app.schemas.webhooks import WebhookCreate
from app.values.principals import RequestOrigin
from tests.factories.partners import bearing, employer_partner, make_token
from tests.relay import listening

WEBHOOKS = "/partner/v1/webhooks"
URL = "https://receiver.example.org/espace"


@dataclass
class Receiver:
    """What arrived; `answer` is the head of every answer, `pause` how long it takes. One
    connection of `cut` is closed without a word."""

    port: int = 0
    answer: str = "204 No Content"
    pause: float = 0
    cut: int = 0
    connections: int = 0
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/espace"

    @property
    def ids(self) -> list[str]:
        """The `webhook-id` of each message, as it came."""
        return [headers["webhook-id"] for headers, _ in self.received]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        if not self.cut or self.connections % self.cut:
            with suppress(asyncio.IncompleteReadError):
                await self._answer(reader, writer)
        writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lines = [line.split(": ", 1) for line in head.split("\r\n")[1:] if line]
        headers = {name.lower(): value for name, value in lines}
        body = await reader.readexactly(int(headers["content-length"]))
        self.received.append((headers, body))
        await asyncio.sleep(self.pause)
        writer.write(f"HTTP/1.1 {self.answer}\r\nconnection: close\r\n\r\n".encode())
        await writer.drain()


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver on this machine."""
    receiver = Receiver()
    async with listening(receiver.serve) as receiver.port:
        yield receiver


async def subscriber(container: Container, **order: Any) -> dict[str, str]:
    """Headers of a partner that sets up webhooks."""
    portfolio = await container.portfolios.at_host("espace.test")
    scopes = ("webhooks:read", "webhooks:write")
    return bearing(await make_token(container, portfolio, *scopes, **order))


async def add_webhook(
    client: httpx.AsyncClient, headers: dict[str, str], url: str = URL, **body: Any
) -> dict[str, Any]:
    """A webhook that was just made, with its secret."""
    answer = await client.post(WEBHOOKS, headers=headers, json={"url": url, **body})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def set_up_webhook(container: Container) -> str:
    """The secret of a webhook of this portfolio, to which a test is on its way."""
    portfolio = await container.portfolios.at_host("espace.test")
    partner = replace(employer_partner(portfolio), employer_ref=None)
    origin = RequestOrigin(request_id="set-up", ip="127.0.0.1", user_agent=None)
    async with container.database.unit_of_work() as session:
        desk = await get_webhook_desk(container, session)
        made = await desk.create(partner, WebhookCreate(url=AnyUrl(URL)), origin)
        await desk.test(partner, made.id)
    return made.secret


async def deliveries_of(
    client: httpx.AsyncClient, headers: dict[str, str], webhook: dict[str, Any], **query: Any
) -> list[dict[str, Any]]:
    """What was sent to it, newest first."""
    path = f"{WEBHOOKS}/{webhook['id']}/deliveries"
    items: list[dict[str, Any]] = (await client.get(path, headers=headers, params=query)).json()[
        "items"
    ]
    return items


async def work(container: Container) -> None:
    """What the worker does about events, until nothing is due."""
    post = container.webhook_post()
    for duty in (container.event_clerk(), container.webhook_fan_out(), post):
        while await duty.run_once():
            pass
    await post.close()
