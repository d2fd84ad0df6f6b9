"""Events, told as services tell them, and read as partners read them."""

from typing import Any
from uuid import UUID

import httpx

from app.container import Container
from app.dependencies.events import event_log
from app.values.events import EventKind
from tests.factories.families import id_of
from tests.factories.partners import bearing, make_token

EVENTS = "/partner/v1/events"


async def happen(
    container: Container, ref: str = "M-1", kind: EventKind = EventKind.CARD_REISSUED
) -> UUID:
    """Something happens to this person; their id."""
    person = UUID(await id_of(container, ref))
    portfolio = await container.portfolios.at_host("espace.test")
    async with container.database.unit_of_work() as session:
        event_log(container, session).tell_of_person(kind, portfolio.id, person)
    return person


async def follower(container: Container, **order: Any) -> dict[str, str]:
    """Headers of a partner that follows events."""
    portfolio = await container.portfolios.at_host("espace.test")
    return bearing(await make_token(container, portfolio, "events:read", **order))


async def read_events(
    client: httpx.AsyncClient, headers: dict[str, str], **query: Any
) -> dict[str, Any]:
    """A page of the feed."""
    answer = await client.get(EVENTS, headers=headers, params=query)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


async def kinds_told(client: httpx.AsyncClient, container: Container) -> list[str]:
    """The kinds of all events so far, in the order of the feed."""
    page = await read_events(client, await follower(container))
    return [item["kind"] for item in page["items"]]
