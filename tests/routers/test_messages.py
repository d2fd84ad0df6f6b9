"""Messages as members write, read and search them."""

from typing import Any

import httpx
import pytest

from app.container import Container
from app.schemas.messages import ThreadPage, ThreadRead
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.families import (
    CONFIDENTIAL,
    another_family,
    id_of,
    signed_in_member,
    signed_in_spouse,
)
from tests.factories.feeds import make_portfolio
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

NOBODY = "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d"


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """Camille on Saturday 14 March 2026."""
    clock.set_to("2026-03-14 12:00")
    return await signed_in_member(container)


async def found(client: httpx.AsyncClient, headers: dict[str, str], **query: Any) -> list[str]:
    """The ids that a list answers."""
    response = await client.get(THREADS, headers=headers, params=query)
    assert response.status_code == 200, response.text
    assert_declared(response.content, ThreadPage)
    return [item["id"] for item in response.json()["items"]]


class TestListThreads:
    @pytest.mark.usefixtures("member")
    async def test_nobody_reads_them_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        assert (await client.get(THREADS)).json()["code"] == "unauthenticated"

    async def test_another_family_has_none_of_them(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        thread = await write(client, member)
        assert await found(client, member) == [thread["id"]]
        assert await found(client, await another_family(container)) == []

    async def test_they_come_newest_first_page_by_page_and_filtered(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        member: dict[str, str],
    ) -> None:
        child = await id_of(container, "M-1-2")
        ids = []
        for body in ({}, COMPLAINT, {"beneficiary_id": child}):
            ids.append((await write(client, member, **body))["id"])
            clock.advance(minutes=1)
        await answer(client, await administrator(container), ids[0], "Il part demain.")
        assert await found(client, member) == ids[::-1]
        assert await found(client, member, category="complaint") == [ids[1]]
        assert await found(client, member, beneficiary_id=child) == [ids[2]]
        assert await found(client, member, state="answered") == [ids[0]]
        assert await found(client, member, state="answered", category="complaint") == []
        with count_queries(container) as queries:
            page = (await client.get(THREADS, headers=member, params={"limit": 2})).json()
        assert len(queries) <= 2
        rest = {"limit": 2, "cursor": page["next_cursor"]}
        assert await found(client, member, **rest) == [ids[0]]
        other = await client.get(THREADS, headers=member, params={**rest, "q": "virement"})
        assert other.json()["code"] == "invalid_cursor"

    @pytest.mark.parametrize(
        ("typed", "hit"),
        [
            ("journal", True),
            ("JOURNAUX", True),
            ("rembours", True),
            ("remboursee", True),
            ("opere œil", True),
            ("missing", True),
            ("journal voiture", False),
            ("%", False),
            ("_", False),
            ("'; DROP TABLE threads; --", False),
        ],
    )
    async def test_words_are_found_whatever_their_form(
        self, client: httpx.AsyncClient, member: dict[str, str], typed: str, hit: bool
    ) -> None:
        text = "Mes journaux disent que l’œil opéré est remboursé à 100 % : _vrai_ ?"
        thread = await write(client, member, text=text)
        assert await found(client, member, q=typed) == ([thread["id"]] if hit else [])

    async def test_what_the_administrator_wrote_is_searched_too(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        thread = await write(client, member)
        assert await found(client, member, q="chèque") == []
        await answer(client, await administrator(container), thread["id"], "Par chèque.")
        assert await found(client, member, q="cheques") == [thread["id"]]


class TestOpenThread:
    @pytest.mark.usefixtures("member")
    async def test_nobody_writes_unless_signed_in(self, client: httpx.AsyncClient) -> None:
        response = await client.post(THREADS, json=MISSING)
        assert response.json()["code"] == "unauthenticated"

    async def test_about_a_stranger_is_404(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        await another_family(container)
        for person in (await id_of(container, "M-2"), NOBODY, "odd"):
            body = {**MISSING, "beneficiary_id": person}
            response = await client.post(THREADS, headers=member, json=body)
            assert (response.status_code, response.json()["code"]) == (
                404,
                "beneficiary_not_found",
            )

    async def test_about_a_confidential_adult_is_refused(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        member = await signed_in_member(container)
        await signed_in_spouse(container)
        await make_portfolio(container, family_rights=CONFIDENTIAL)
        container.portfolios._remembered.clear()
        body = {**MISSING, "beneficiary_id": await id_of(container, "M-1-3")}
        response = await client.post(THREADS, headers=member, json=body)
        assert (response.status_code, response.json()["code"]) == (403, "confidential")

    @pytest.mark.parametrize(
        ("change", "pointer"),
        [
            ({"subject": "lost"}, "/subject"),
            ({"category": "gossip"}, "/category"),
            ({"text": " \n "}, "/text"),
            ({"text": "x" * 5_001}, "/text"),
            ({"text": "\0"}, "/text"),
            ({"urgent": True}, "/"),
        ],
    )
    async def test_a_malformed_message_is_refused(
        self,
        client: httpx.AsyncClient,
        member: dict[str, str],
        change: dict[str, object],
        pointer: str,
    ) -> None:
        response = await client.post(THREADS, headers=member, json={**MISSING, **change})
        assert response.status_code == 422
        problem = response.json()["errors"][0]
        assert problem["pointer"] == pointer
        assert await found(client, member) == []

    async def test_it_is_kept_as_written(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        text = "Bonjour,\n\n<b>où</b> est mon virement ? 🙂"
        response = await client.post(THREADS, headers=member, json={**MISSING, "text": text})
        assert_declared(response.content, ThreadRead)
        thread = response.json()
        (message,) = thread["messages"]
        assert thread == {
            "id": thread["id"],
            "category": "reimbursements",
            "category_label": "Mes remboursements",
            "subject": "missing",
            "subject_label": "Un remboursement manque",
            "state": "open",
            "state_label": "En attente de notre réponse",
            "beneficiary": {
                "id": await id_of(container, "M-1"),
                "first_name": "Camille",
                "last_name": "Martin",
            },
            "messages_count": 1,
            "unread_count": 0,
            "opened_at": thread["opened_at"],
            "updated_at": thread["opened_at"],
            "can_reply": True,
            "messages": [
                {
                    "id": message["id"],
                    "position": 1,
                    "at": thread["opened_at"],
                    "author": "member",
                    "text": text,
                }
            ],
        }

    async def test_a_complaint_tells_its_deadlines(
        self, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
    ) -> None:
        # Ten working days from Saturday 4 April: Easter Monday, the 6th, and Sundays do not count.
        clock.set_to("2026-04-04 12:00")
        member = await signed_in_member(container)
        thread = await write(client, member, **COMPLAINT)
        assert thread["complaint"] == {
            "acknowledge_by": "2026-04-17",
            "answer_by": "2026-06-04",
            "acknowledged_at": None,
            "answered_at": None,
        }


class TestGetThread:
    async def test_another_familys_thread_is_nobodys(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        theirs = (await write(client, member))["id"]
        stranger = await another_family(container)
        for thread in (theirs, NOBODY, "odd"):
            response = await client.get(f"{THREADS}/{thread}", headers=stranger)
            assert (response.status_code, response.json()["code"]) == (404, "thread_not_found")

    async def test_answers_are_unread_until_marked(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        path = f"{THREADS}/{(await write(client, member))['id']}"
        partner = await administrator(container)
        for text in ("Bonjour.", "Il est parti."):
            await answer(client, partner, path.rpartition("/")[2], text)
        with count_queries(container) as queries:
            thread = (await client.get(path, headers=member)).json()
        assert len(queries) <= 3
        assert [one["author"] for one in thread["messages"]] == ["member", "partner", "partner"]
        assert (thread["state"], thread["unread_count"]) == ("answered", 2)
        read = await client.put(f"{path}/read", headers=member)
        assert read.status_code == 204
        assert (await client.get(path, headers=member)).json()["unread_count"] == 0


class TestReplyToThread:
    async def test_another_familys_thread_is_nobodys(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        thread = (await write(client, member))["id"]
        stranger = await another_family(container)
        response = await client.post(
            f"{THREADS}/{thread}/replies", headers=stranger, json={"text": "Moi aussi."}
        )
        assert (response.status_code, response.json()["code"]) == (404, "thread_not_found")

    async def test_an_answered_thread_is_open_again(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        thread = (await write(client, member))["id"]
        await answer(client, await administrator(container), thread, "Lequel ?")
        response = await client.post(
            f"{THREADS}/{thread}/replies", headers=member, json={"text": "Celui du 2."}
        )
        assert response.status_code == 201
        told = response.json()
        assert (told["state"], told["messages_count"]) == ("open", 3)

    @pytest.mark.parametrize(("days", "status"), [(30, 201), (31, 409)])
    async def test_a_closed_thread_opens_for_thirty_days(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        member: dict[str, str],
        days: int,
        status: int,
    ) -> None:
        thread = (await write(client, member))["id"]
        await client.post(
            f"{CASES}/{thread}/transitions",
            headers=await administrator(container),
            json={"state": "closed"},
        )
        clock.advance(days=days)
        again = await signed_in_member(container)
        told = (await client.get(f"{THREADS}/{thread}", headers=again)).json()
        assert (told["state"], told["can_reply"]) == ("closed", status == 201)
        response = await client.post(
            f"{THREADS}/{thread}/replies", headers=again, json={"text": "Encore une chose."}
        )
        assert response.status_code == status
        expected = {201: None, 409: "thread_closed"}[status]
        assert response.json().get("code") == expected


class TestMarkThreadRead:
    async def test_another_familys_thread_is_nobodys(
        self, client: httpx.AsyncClient, container: Container, member: dict[str, str]
    ) -> None:
        thread = (await write(client, member))["id"]
        response = await client.put(
            f"{THREADS}/{thread}/read", headers=await another_family(container)
        )
        assert (response.status_code, response.json()["code"]) == (404, "thread_not_found")
