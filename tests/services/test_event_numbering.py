"""Positions follow the commit: a reader who resumes misses nothing and reads nothing twice."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import httpx
import pytest

from app.container import Container
from app.dependencies.events import event_log
from app.models.event import Event
from app.repositories.events import EventRepository
from app.values.events import EventKind
from app.values.ids import new_id
from tests.factories.accounts import make_active_account
from tests.factories.events import follower, happen, read_events
from tests.factories.families import id_of

WRITERS, READERS = 40, 3


@pytest.fixture
async def partner(container: Container) -> dict[str, str]:
    await make_active_account(container)
    return await follower(container)


@asynccontextmanager
async def telling(container: Container, person: UUID) -> AsyncIterator[None]:
    """A unit of work that told of something, and lasts as long as the block."""
    portfolio = await container.portfolios.at_host("espace.test")
    async with container.database.unit_of_work() as session:
        event_log(container, session).tell_of_person(EventKind.CARD_REISSUED, portfolio.id, person)
        await session.flush()
        yield


class TestOrder:
    async def test_what_happened_first_and_is_committed_last_comes_last(
        self, client: httpx.AsyncClient, container: Container, partner: dict[str, str]
    ) -> None:
        portfolio = await container.portfolios.at_host("espace.test")
        person = UUID(await id_of(container, "M-1"))
        slow = Event(
            id=new_id(),
            portfolio_id=portfolio.id,
            kind=EventKind.CARD_REISSUED,
            subject_id=person,
            addressee_id=person,
            occurred_at=container.clock.now(),
        )
        await happen(container)
        before = await read_events(client, partner)
        async with container.database.unit_of_work() as session:
            EventRepository(session).add(slow)
        after = await read_events(client, partner, after=before["next_after"])
        assert [item["id"] for item in after["items"]] == [str(slow.id)]
        assert after["items"][0]["id"] < before["items"][0]["id"], "an id would have lost it"


class TestRace:
    async def test_readers_who_resume_read_each_event_once_in_one_order(
        self, client: httpx.AsyncClient, container: Container, partner: dict[str, str]
    ) -> None:
        person = UUID(await id_of(container, "M-1"))
        chance = random.Random(5)  # noqa: S311 - a schedule

        async def write(waits: tuple[float, float]) -> None:
            await asyncio.sleep(waits[0])
            async with telling(container, person):
                await asyncio.sleep(waits[1])

        async def read() -> list[str]:
            seen, after = [], 0
            while len(seen) < WRITERS:
                page = await read_events(client, partner, after=after, limit=7)
                positions = [item["position"] for item in page["items"]]
                assert positions == sorted(set(positions))
                assert all(position > after for position in positions)
                seen += [item["id"] for item in page["items"]]
                after = page["next_after"]
                await asyncio.sleep(0.01)
            return seen

        async with asyncio.timeout(60):
            waits = [(chance.random() / 2, chance.random() / 20) for _ in range(WRITERS)]
            readers = [asyncio.create_task(read()) for _ in range(READERS)]
            await asyncio.gather(*map(write, waits))
            orders = await asyncio.gather(*readers)
        assert len(set(orders[0])) == WRITERS
        assert all(order == orders[0] for order in orders)
