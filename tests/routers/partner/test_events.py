"""`GET /partner/v1/events`: the feed that partners resume."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from app.container import Container
from app.dependencies.events import event_log
from app.schemas.events import EventFeedRead
from app.services.event_feed import KEPT
from app.values.events import EventKind
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.accounts import make_active_account
from tests.factories.change_requests import ask_change
from tests.factories.events import EVENTS, follower, happen, read_events
from tests.factories.families import id_of, signed_in_member
from tests.factories.feeds import apply_feed, contract_body, cover, make_portfolio, member_body
from tests.queries import count_queries
from tests.routers.partner.refusals import REFUSED, refusals


@pytest.fixture
async def partner(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Headers of a follower, on 14 March 2026, over the family of an active member."""
    clock.set_to("2026-03-14 12:00")
    await signed_in_member(container)
    return await follower(container)


class TestListEvents:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        assert await refusals(client, container, "events:read", "GET", EVENTS) == REFUSED

    async def test_other_portfolios_have_events_of_their_own(
        self, client: httpx.AsyncClient, container: Container, partner: dict[str, str]
    ) -> None:
        await happen(container)
        other = await make_portfolio(container, "other", "other.test")
        person = await id_of(container, "M-1")
        async with container.database.unit_of_work() as session:
            log = event_log(container, session)
            log.tell_of_person(EventKind.CARD_REISSUED, other.id, UUID(person))
        page = await read_events(client, partner)
        assert [item["position"] for item in page["items"]] == [1]

    async def test_an_employer_reads_of_accounts_of_its_own_families(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        await make_active_account(container)
        await apply_feed(container, "contracts", "C-2", contract_body("EMP-2", number="HCR-2"))
        await apply_feed(container, "members", "M-2", member_body(covers=[cover("C-2")]))
        for ref in ("M-1", "M-2"):
            await happen(container, ref)
            await happen(container, ref, EventKind.CONTACT_CHANGED)
        employer = await follower(container, employer_ref="EMP-2")
        page = await read_events(client, employer)
        told = [(item["kind"], item["member_ref"]) for item in page["items"]]
        assert told == [("contact.changed", "M-2")]
        assert (await read_events(client, employer, kind="card.reissued"))["items"] == []

    @pytest.mark.parametrize(
        ("name", "value"),
        [("after", "-1"), ("after", "x"), ("after", "+1"), ("after", str(2**63)),
         ("limit", "0"), ("limit", "101"), ("kind", "unknown")],
    )  # fmt: skip
    async def test_what_is_malformed_is_refused(
        self, client: httpx.AsyncClient, partner: dict[str, str], name: str, value: str
    ) -> None:
        problem = (await client.get(EVENTS, headers=partner, params={name: value})).json()
        assert (problem["status"], problem["errors"][0]["pointer"]) == (422, f"/query/{name}")

    async def test_what_is_not_kept_any_more_is_told(
        self,
        client: httpx.AsyncClient,
        container: Container,
        partner: dict[str, str],
        clock: AdjustableClock,
    ) -> None:
        await happen(container)
        first = await read_events(client, partner)
        await happen(container)
        await read_events(client, partner)
        clock.advance(seconds=(KEPT + timedelta(days=1)).total_seconds())
        await happen(container)
        partner = await follower(container)
        while await container.event_clerk().run_once():
            pass
        query = {"after": first["next_after"]}
        answer = await client.get(EVENTS, headers=partner, params=query)
        assert (answer.status_code, answer.json()["code"]) == (410, "events_deleted")
        page = await read_events(client, partner)
        assert [item["position"] for item in page["items"]] == [3]
        assert (await read_events(client, partner, after=2))["next_after"] == 3

    async def test_it_goes_on_where_it_was_left(
        self, client: httpx.AsyncClient, container: Container, partner: dict[str, str]
    ) -> None:
        for kind in (EventKind.CARD_REISSUED, EventKind.CONTACT_CHANGED) * 2:
            await happen(container, kind=kind)
        first = await read_events(client, partner, limit=3)
        assert (len(first["items"]), first["next_after"], first["more"]) == (3, 3, True)
        rest = await read_events(client, partner, limit=3, after=3)
        assert ([item["position"] for item in rest["items"]], rest["more"]) == ([4], False)
        # Past what was not asked for, so that it is not looked at again.
        chosen = await read_events(client, partner, kind="card.reissued")
        assert ([item["position"] for item in chosen["items"]], chosen["next_after"]) == ([1, 3], 4)
        assert await read_events(client, partner, after=4) == {
            "items": [],
            "next_after": 4,
            "more": False,
        }

    async def test_it_names_everything_and_tells_nothing(
        self, client: httpx.AsyncClient, container: Container, partner: dict[str, str]
    ) -> None:
        request = await ask_change(container, about="M-1-2")
        await ask_change(container)
        await read_events(client, partner)
        with count_queries(container) as queries:
            answer = await client.get(EVENTS, headers=partner)
        assert len(queries) <= 5
        assert_declared(answer.content, EventFeedRead)
        page: dict[str, Any] = answer.json()
        assert page["items"][0] == {
            "position": 1,
            "id": page["items"][0]["id"],
            "kind": "change_request.opened",
            "subject_id": request,
            "member_ref": "M-1",
            "beneficiary_ref": "M-1-2",
            "occurred_at": page["items"][0]["occurred_at"],
        }
        assert page["items"][0]["occurred_at"].startswith("2026-03-14T11:00")
        assert page["items"][1]["beneficiary_ref"] is None
        assert (page["next_after"], page["more"]) == (2, False)
