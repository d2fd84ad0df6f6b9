"""Messages as the claims administrator lists, reads and answers them."""

import asyncio
from typing import Any

import httpx
import pytest

from app.container import Container
from app.schemas.thread_cases import ThreadCasePage, ThreadCaseRead
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.accounts import account_of, messages_to
from tests.factories.families import signed_in_member
from tests.factories.messages import (
    CASES,
    COMPLAINT,
    MISSING,
    THREADS,
    administrator,
    answer,
    write,
)
from tests.queries import count_queries
from tests.routers.partner.refusals import REFUSED, refusals

NOBODY = "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d"
WRITTEN = {"beneficiary_ref": "M-1", **MISSING}
READ, WRITE = "messages:read", "messages:write"


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille on 14 March 2026."""
    clock.set_to("2026-03-14 12:00")
    return await signed_in_member(container)


@pytest.fixture
async def desk(container: Container, member: dict[str, str]) -> dict[str, str]:
    """Headers of the administrator."""
    assert member
    return await administrator(container)


class TestListThreadCases:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        assert await refusals(client, container, READ, "GET", CASES) == REFUSED

    async def test_what_changed_comes_last_and_is_found_by_filters(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        member: dict[str, str],
        desk: dict[str, str],
    ) -> None:
        ids = []
        for body in ({}, COMPLAINT, {}):
            ids.append((await write(client, member, **body))["id"])
            clock.advance(minutes=1)
        since = clock.now().isoformat()
        clock.advance(minutes=1)
        await answer(client, desk, ids[0], "Il part demain.")

        async def found(**query: Any) -> list[str]:
            response = await client.get(CASES, headers=desk, params=query)
            assert_declared(response.content, ThreadCasePage)
            return [one["id"] for one in response.json()["items"]]

        assert await found() == [ids[1], ids[2], ids[0]]
        assert await found(category="complaint") == [ids[1]]
        assert await found(state="answered") == [ids[0]]
        assert await found(updated_after=since) == [ids[0]]
        with count_queries(container) as queries:
            page = (await client.get(CASES, headers=desk, params={"limit": 2})).json()
        assert len(queries) <= 4
        assert await found(limit=2, cursor=page["next_cursor"]) == [ids[0]]


class TestGetThreadCase:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        assert await refusals(client, container, READ, "GET", f"{CASES}/{NOBODY}") == REFUSED

    async def test_who_wrote_what_is_told_by_references(
        self, client: httpx.AsyncClient, member: dict[str, str], desk: dict[str, str]
    ) -> None:
        thread = await write(client, member)
        await answer(client, desk, thread["id"], "Il part demain.")
        response = await client.get(f"{CASES}/{thread['id']}", headers=desk)
        assert_declared(response.content, ThreadCaseRead)
        told = response.json()
        assert {name: told[name] for name in ("member_ref", "beneficiary_ref", "asked_by_ref")} == {
            "member_ref": "M-1",
            "beneficiary_ref": "M-1",
            "asked_by_ref": "M-1",
        }
        written = [(one["author"], one["author_ref"], one["text"]) for one in told["messages"]]
        assert written == [
            ("member", "M-1", MISSING["text"]),
            ("partner", None, "Il part demain."),
        ]


class TestOpenThreadCase:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        assert await refusals(client, container, WRITE, "POST", CASES, json=WRITTEN) == REFUSED

    @pytest.mark.parametrize(
        ("change", "status", "code"),
        [
            ({"beneficiary_ref": "M-404"}, 404, "beneficiary_not_found"),
            ({"category": "complaint", "subject": "delay"}, 422, "invalid_request"),
            ({"subject": "lost"}, 422, "invalid_request"),
        ],
    )
    async def test_what_cannot_be_written_is_refused(
        self,
        client: httpx.AsyncClient,
        desk: dict[str, str],
        change: dict[str, str],
        status: int,
        code: str,
    ) -> None:
        response = await client.post(CASES, headers=desk, json={**WRITTEN, **change})
        assert (response.status_code, response.json()["code"]) == (status, code)

    async def test_the_member_reads_it_and_is_told_nothing_by_mail(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        desk: dict[str, str],
    ) -> None:
        response = await client.post(CASES, headers=desk, json=WRITTEN)
        assert response.status_code == 201
        assert (response.json()["state"], response.json()["asked_by_ref"]) == ("answered", None)
        (thread,) = (await client.get(THREADS, headers=member)).json()["items"]
        assert (thread["id"], thread["unread_count"]) == (response.json()["id"], 1)
        account = await account_of(container, "M-1")
        mail, *_ = await messages_to(container, account.email)
        assert "Un message vous attend" in mail
        assert "remboursement" not in mail


class TestReplyToThreadCase:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        path = f"{CASES}/{NOBODY}/replies"
        sent = {"text": "Bonjour."}
        assert await refusals(client, container, WRITE, "POST", path, json=sent) == REFUSED

    async def test_a_thread_that_is_no_complaint_is_not_acknowledged(
        self, client: httpx.AsyncClient, member: dict[str, str], desk: dict[str, str]
    ) -> None:
        thread = (await write(client, member))["id"]
        response = await client.post(
            f"{CASES}/{thread}/replies",
            headers=desk,
            json={"text": "Bien reçu.", "acknowledgement": True},
        )
        assert (response.status_code, response.json()["errors"][0]["pointer"]) == (
            422,
            "/acknowledgement",
        )

    async def test_a_complaint_is_acknowledged_then_answered(
        self,
        client: httpx.AsyncClient,
        clock: AdjustableClock,
        member: dict[str, str],
        desk: dict[str, str],
    ) -> None:
        thread = (await write(client, member, **COMPLAINT))["id"]
        clock.advance(days=1)
        first = await answer(client, desk, thread, "Bien reçue.", acknowledgement=True)
        assert first["state"] == "open"
        assert first["complaint"]["acknowledged_at"] == first["updated_at"]
        assert first["complaint"]["answered_at"] is None
        clock.advance(days=1)
        second = await answer(client, desk, thread, "Voici pourquoi.")
        assert second["state"] == "answered"
        assert second["complaint"]["acknowledged_at"] == first["updated_at"]
        assert second["complaint"]["answered_at"] == second["updated_at"]

    async def test_a_closed_thread_is_not_answered(
        self, client: httpx.AsyncClient, member: dict[str, str], desk: dict[str, str]
    ) -> None:
        thread = (await write(client, member))["id"]
        await client.post(f"{CASES}/{thread}/transitions", headers=desk, json={"state": "closed"})
        path = f"{CASES}/{thread}/replies"
        response = await client.post(path, headers=desk, json={"text": "Trop tard."})
        assert (response.status_code, response.json()["code"]) == (409, "thread_closed")


class TestMoveThread:
    async def test_others_are_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        path = f"{CASES}/{NOBODY}/transitions"
        sent = {"state": "closed"}
        assert await refusals(client, container, WRITE, "POST", path, json=sent) == REFUSED

    async def test_of_two_at_once_one_closes_it(
        self, client: httpx.AsyncClient, member: dict[str, str], desk: dict[str, str]
    ) -> None:
        thread = (await write(client, member))["id"]
        path, sent = f"{CASES}/{thread}/transitions", {"state": "closed"}
        both = await asyncio.gather(*(client.post(path, headers=desk, json=sent) for _ in range(2)))
        assert sorted(one.status_code for one in both) == [200, 409]
        (refused,) = [one for one in both if one.status_code == 409]
        assert refused.json()["code"] == "thread_transition_refused"

    async def test_a_reply_at_once_is_kept_whichever_comes_first(
        self, client: httpx.AsyncClient, member: dict[str, str], desk: dict[str, str]
    ) -> None:
        thread = (await write(client, member))["id"]
        await asyncio.gather(
            client.post(f"{CASES}/{thread}/transitions", headers=desk, json={"state": "closed"}),
            client.post(f"{THREADS}/{thread}/replies", headers=member, json={"text": "Et ?"}),
        )
        told = (await client.get(f"{THREADS}/{thread}", headers=member)).json()
        assert [one["position"] for one in told["messages"]] == [1, 2]
        assert told["state"] in ("open", "closed")
