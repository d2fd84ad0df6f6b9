"""What is told of by the operations that do it, and nothing of what was refused or undone."""

from datetime import timedelta
from typing import Any

import httpx

from app.container import Container
from tests.factories.accounts import (
    PASSWORD,
    enter_code,
    invite_member,
    make_active_account,
    newest_code,
    sign_in,
    start_activation,
    steps_of,
)
from tests.factories.change_requests import ask_change, decider, move
from tests.factories.events import kinds_told
from tests.factories.families import id_of, signed_in_member
from tests.factories.feeds import apply_feed
from tests.factories.imports import run_import
from tests.factories.messages import administrator, answer, open_thread


class TestAccounts:
    async def test_an_activation(self, client: httpx.AsyncClient, container: Container) -> None:
        account = await invite_member(container)
        path, secret = steps_of(await start_activation(client, account.email))

        async def step(name: str, **body: Any) -> httpx.Response:
            return await client.post(f"{path}/{name}", json=body, headers=secret)

        await step("code", channel="email")
        await step("verify", code=await newest_code(container, account.email))
        await step("password", password="short")
        assert await kinds_told(client, container) == []
        assert (await step("password", password=PASSWORD)).status_code == 200
        assert await kinds_told(client, container) == ["account.activated"]

    async def test_a_new_number(self, client: httpx.AsyncClient, container: Container) -> None:
        headers = await signed_in_member(container)
        body = {"phone": "+33639987777"}
        begun = await client.post("/v1/me/phone-changes", json=body, headers=headers)
        assert await kinds_told(client, container) == []
        await enter_code(client, container, begun.json(), body["phone"])
        assert await kinds_told(client, container) == ["contact.changed"]

    async def test_a_closed_account(self, client: httpx.AsyncClient, container: Container) -> None:
        headers = await sign_in(container, await make_active_account(container))
        assert (await client.post("/v1/me/closure", headers=headers)).status_code == 204
        assert await kinds_told(client, container) == ["account.closed"]


class TestCards:
    async def test_a_lost_card(self, client: httpx.AsyncClient, container: Container) -> None:
        headers = await signed_in_member(container)
        card = (await client.get("/v1/card", headers=headers)).json()
        body = {"number": card["beneficiaries"][0]["card_number"], "loss": "lost"}
        for status in (201, 409):
            answer = await client.post("/v1/card/reissues", json=body, headers=headers)
            assert answer.status_code == status
        assert await kinds_told(client, container) == ["card.reissued"]


class TestTeletransmissions:
    async def test_asked_for_by_the_member_and_answered_by_the_fund(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        headers = await signed_in_member(container)
        path = f"/v1/beneficiaries/{await id_of(container, 'M-1')}/teletransmission"
        for _ in range(2):
            await client.put(path, json={"enabled": True}, headers=headers)
        assert await kinds_told(client, container) == ["teletransmission.updated"]
        for _ in range(2):
            await apply_feed(container, "teletransmissions", "M-1", {"state": "active"})
        assert await kinds_told(client, container) == ["teletransmission.updated"] * 2

    async def test_nothing_of_a_dry_run_or_of_a_refused_line(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        await make_active_account(container)
        portfolio = await container.portfolios.at_host("espace.test")
        good = [b'{"ref": "M-1", "state": "active"}\n']
        bad = [b'{"ref": "M-9", "state": "active"}\n']
        await run_import(container, portfolio, "teletransmissions", good, dry_run=True)
        await run_import(container, portfolio, "teletransmissions", bad)
        assert await kinds_told(client, container) == []
        await run_import(container, portfolio, "teletransmissions", [*good, *bad])
        assert await kinds_told(client, container) == ["teletransmission.updated"]


class TestChangeRequests:
    async def test_each_move_and_no_refused_one(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        await signed_in_member(container)
        request, partner = await ask_change(container), await decider(container)
        day = (container.clock.today() + timedelta(days=30)).isoformat()
        for status in (200, 409):
            answer = await move(client, partner, request, "validated", effective_on=day)
            assert answer.status_code == status
        assert await kinds_told(client, container) == [
            "change_request.opened",
            "change_request.updated",
        ]


class TestThreads:
    async def test_each_message_and_the_end(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        await signed_in_member(container)
        thread, partner = await open_thread(container), await administrator(container)
        await answer(client, partner, thread, "Voici la réponse.")
        assert await kinds_told(client, container) == ["thread.opened", "thread.updated"]
