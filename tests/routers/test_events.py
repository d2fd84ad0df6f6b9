"""`GET /v1/events`: server-sent events of a family."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta

import httpx
import orjson
import pytest

from app.container import Container
from app.schemas.events import FamilyEventRead
from app.services import event_stream as streams
from app.services.event_feed import KEPT
from app.services.event_stream import Beat, EventStream
from app.services.portfolios import PortfolioDirectory
from app.values.events import EventKind
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.accounts import make_active_account, sign_in
from tests.factories.apps import calling
from tests.factories.change_requests import ask_change
from tests.factories.events import happen
from tests.factories.families import signed_in_dependent, signed_in_member
from tests.factories.feeds import apply_feed, contract_body, cover, make_portfolio, member_body
from tests.queries import count_queries

EVENTS = "/v1/events"


@pytest.fixture
async def member(container: Container) -> dict[str, str]:
    return await signed_in_member(container)


async def follow(
    client: httpx.AsyncClient, headers: dict[str, str], last: int | None = 0
) -> list[dict[str, str]]:
    """The fields of each event, comments left out."""
    resumed = headers if last is None else headers | {"Last-Event-ID": str(last)}
    answer = await client.get(EVENTS, headers=resumed)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/event-stream")
    blocks = [block.split("\n") for block in answer.text.split("\n\n") if block]
    fields = [dict(line.split(": ", 1) for line in block) for block in blocks if block[0][0] != ":"]
    assert fields[0].keys() == {"retry", "id"}
    return fields[1:]


async def told(client: httpx.AsyncClient, headers: dict[str, str]) -> list[tuple[str, str]]:
    """Kind and subject of everything that is told."""
    events = [orjson.loads(event["data"]) for event in await follow(client, headers)]
    return [(event["kind"], event["subject_id"]) for event in events]


class TestFollowEvents:
    @pytest.mark.usefixtures("member")
    async def test_nobody_is_told_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        answer = await client.get(EVENTS)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")

    async def test_another_family_is_told_of_itself(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await apply_feed(container, "contracts", "C-2", contract_body("EMP-2", number="HCR-2"))
        await apply_feed(container, "members", "M-2", member_body(2, covers=[cover("C-2")]))
        other = await signed_in_member(container, "M-2")
        persons = [str(await happen(container, ref)) for ref in ("M-1", "M-2")]
        assert await told(client, member) == [("card.reissued", persons[0])]
        assert await told(client, other) == [("card.reissued", persons[1])]

    async def test_inside_a_family_rights_decide(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        child = str(await happen(container, "M-1-2"))
        await happen(container, "M-1-2", EventKind.CONTACT_CHANGED)
        assert await told(client, member) == [("card.reissued", child)]
        request = await ask_change(container, "M-1")
        await container.event_clerk().run_once()
        assert await told(client, await signed_in_dependent(container, "M-1-2")) == [
            ("card.reissued", child),
            ("contact.changed", child),
        ]
        await make_portfolio(container, family_rights={"minor": [], "adult": []})
        async with calling(container) as later:
            container.portfolios = PortfolioDirectory(container.database, accept_any_host=True)
            found = await told(later, member)
        assert found == [("change_request.opened", request)]

    @pytest.mark.parametrize("last", ["x", "-1", str(2**63)])
    async def test_an_id_that_is_none_is_refused(
        self, client: httpx.AsyncClient, member: dict[str, str], last: str
    ) -> None:
        answer = await client.get(EVENTS, headers=member | {"Last-Event-ID": last})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")

    async def test_what_is_not_kept_any_more_is_told(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        account = await make_active_account(container)
        for _ in range(2):
            await happen(container)
            await container.event_clerk().run_once()
        clock.advance(seconds=(KEPT + timedelta(days=1)).total_seconds())
        await container.event_clerk().run_once()
        headers = await sign_in(container, account) | {"Last-Event-ID": "1"}
        answer = await client.get(EVENTS, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (410, "events_deleted")

    async def test_it_goes_on_from_the_last_id_and_tells_identifiers(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        person = await happen(container)
        assert await follow(client, member, None) == [], "from now on"
        await happen(container, kind=EventKind.TELETRANSMISSION_UPDATED)
        await asyncio.sleep(streams.LOOKED_EVERY_SECONDS)
        with count_queries(container) as queries:
            (event,) = await follow(client, member, 1)
        assert len(queries) <= 10, "numbered on the way"
        assert (event["id"], event["event"]) == ("2", "teletransmission.updated")
        assert_declared(event["data"].encode(), FamilyEventRead)
        data = orjson.loads(event["data"])
        assert data == {
            "id": data["id"],
            "kind": "teletransmission.updated",
            "subject_id": str(person),
            "occurred_at": data["occurred_at"],
        }
        assert await follow(client, member, 2) == []


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LOOKED_EVERY_SECONDS", 0.02)
    monkeypatch.setattr(streams, "SESSION_CHECKED_EVERY_SECONDS", 0.1)


async def opened_stream(container: Container, headers: dict[str, str]) -> AsyncGenerator[Beat]:
    """A stream that lasts, as the operation opens it."""
    stream = EventStream(
        container.database,
        container.event_tide,
        container.access_tokens,
        container.clock,
        await container.portfolios.at_host("espace.test"),
        headers["Authorization"].removeprefix("Bearer "),
        seconds=60,
    )
    return stream.follow(await stream.begin(None))


@pytest.mark.usefixtures("quick")
class TestLasting:
    async def test_what_happens_is_told_at_once_and_silence_shows_life(
        self, container: Container, member: dict[str, str]
    ) -> None:
        beats = await opened_stream(container, member)
        async with asyncio.timeout(20):
            for _ in range(3):
                assert (await anext(beats)).events == ()
            await happen(container)
            while not (events := (await anext(beats)).events):
                continue
        assert [event.kind for event in events] == ["card.reissued"]

    async def test_it_ends_with_the_session(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        beats = await opened_stream(container, member)
        await anext(beats)
        await client.post("/v1/auth/logout", headers=member)
        async with asyncio.timeout(20):
            assert [beat.events async for beat in beats] in ([], [()])

    async def test_it_ends_with_the_access_token(
        self, container: Container, member: dict[str, str], clock: AdjustableClock
    ) -> None:
        beats = await opened_stream(container, member)
        await anext(beats)
        clock.advance(minutes=11)
        async with asyncio.timeout(20):
            assert [beat.events async for beat in beats] == []

    async def test_many_streams_ask_as_often_as_one(
        self, container: Container, member: dict[str, str]
    ) -> None:
        streams_open = [await opened_stream(container, member) for _ in range(5)]
        for beats in streams_open:
            await anext(beats)
            await anext(beats)
        portfolio = await container.portfolios.at_host("espace.test")
        with count_queries(container) as queries:
            for _ in range(20):
                await container.event_tide.position(portfolio.id)
        assert len(queries) <= 4
        for beats in streams_open:
            await beats.aclose()
