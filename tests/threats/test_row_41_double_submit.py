"""Row 41, double submit: under one key, one effect and one answer."""

import asyncio
from collections import Counter
from typing import Any
from uuid import uuid4

import httpx
import orjson
import pytest
from sqlalchemy import func, select, text

from app.container import Container
from app.models.account import Account
from app.models.card import Card
from app.models.idempotency_key import IdempotencyKey
from app.security.sealed_places import SealedPlace
from app.services.idempotency_keys import HOLD, LIFETIME, IdempotencyKeys, KeyUse
from app.services.portfolios import CurrentPortfolio
from app.values.ids import new_id
from tests.clock import AdjustableClock
from tests.factories.accounts import account_of, sign_in
from tests.factories.families import another_family, signed_in_member
from tests.factories.sealed import opened_values, sealed_values

pytestmark = pytest.mark.concurrency
REISSUES, OPERATION = "/v1/card/reissues", "reissueCard"
REPLAYED = "Idempotent-Replayed"
PARALLEL = 20


@pytest.fixture
async def member(container: Container, clock: AdjustableClock) -> dict[str, str]:
    """A member with the key of one request."""
    clock.set_to("2026-03-14 12:00")
    return {**await signed_in_member(container), "Idempotency-Key": str(uuid4())}


@pytest.fixture
async def body(client: httpx.AsyncClient, member: dict[str, str]) -> dict[str, str]:
    """What replaces the member's card: without a key, the second time is a 409."""
    card = (await client.get("/v1/card", headers=member)).json()
    return {"number": card["beneficiaries"][0]["card_number"], "loss": "lost"}


async def send(
    client: httpx.AsyncClient, headers: dict[str, str], body: dict[str, str]
) -> httpx.Response:
    # The very bytes that `use_of` tells.
    content = {"Content-Type": "application/json", **headers}
    return await client.post(REISSUES, content=orjson.dumps(body), headers=content)


def code_of(response: httpx.Response) -> tuple[int, str | None]:
    return response.status_code, response.json().get("code")


async def count(container: Container, model: type[Any], *where: Any) -> int:
    question = select(func.count()).select_from(model).where(*where)
    async with container.database.read() as connection:
        return int(await connection.scalar(question) or 0)


async def revoked_cards(container: Container) -> int:
    return await count(container, Card, Card.revoked_at.is_not(None))


async def use_of(container: Container, headers: dict[str, str], body: dict[str, str]) -> KeyUse:
    """The same request, as whoever works on it holds it."""
    async with container.database.read() as connection:
        account = (await connection.execute(select(Account.id, Account.portfolio_id))).one()
    sent = (REISSUES.encode(), b"", orjson.dumps(body))
    key = headers["Idempotency-Key"]
    return KeyUse(account.portfolio_id, account.id, OPERATION, key, sent)


def keys_of(container: Container) -> IdempotencyKeys:
    return IdempotencyKeys(container.database, container.keyring, container.clock)


class TestOneEffect:
    async def test_a_repetition_has_the_first_answer_and_says_so(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        body: dict[str, str],
    ) -> None:
        first = await send(client, member, body)
        assert first.status_code == 201
        assert REPLAYED not in first.headers
        second = await send(client, member, body)
        assert (second.status_code, second.content) == (201, first.content)
        assert second.headers[REPLAYED] == "true"
        assert second.headers["content-type"] == first.headers["content-type"]
        assert second.headers["x-request-id"] != first.headers["x-request-id"]
        assert second.headers["cache-control"] == "no-store"
        assert await revoked_cards(container) == 1

    async def test_twenty_at_once_have_one_effect(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        body: dict[str, str],
    ) -> None:
        answers = await asyncio.gather(*(send(client, member, body) for _ in range(PARALLEL)))
        outcomes = Counter(map(code_of, answers))
        assert set(outcomes) <= {(201, None), (409, "idempotency_key_busy")}
        done = [one for one in answers if one.status_code == 201]
        assert [one for one in done if REPLAYED not in one.headers] == done[:1]
        assert len({one.content for one in done}) == 1
        assert (await send(client, member, body)).content == done[0].content
        assert await revoked_cards(container) == 1

    async def test_without_a_key_each_request_is_one_of_its_own(
        self, client: httpx.AsyncClient, member: dict[str, str], body: dict[str, str]
    ) -> None:
        plain = {"Authorization": member["Authorization"]}
        assert (await send(client, plain, body)).status_code == 201
        assert code_of(await send(client, plain, body)) == (409, "card_already_replaced")

    async def test_a_key_is_of_one_person(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        body: dict[str, str],
    ) -> None:
        stranger = {**member, **await another_family(container)}
        assert (await send(client, member, body)).status_code == 201
        assert code_of(await send(client, stranger, body)) == (404, "card_not_found")

    async def test_nobody_has_an_answer_without_signing_in(
        self, client: httpx.AsyncClient, member: dict[str, str], body: dict[str, str]
    ) -> None:
        await send(client, member, body)
        key_alone = {"Idempotency-Key": member["Idempotency-Key"]}
        assert code_of(await send(client, key_alone, body)) == (401, "unauthenticated")


class TestAnotherRequest:
    async def test_another_body_under_the_key_is_refused(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        body: dict[str, str],
    ) -> None:
        await send(client, member, body)
        refused = await send(client, member, {**body, "loss": "stolen"})
        assert code_of(refused) == (422, "idempotency_key_reused")
        assert await revoked_cards(container) == 1

    @pytest.mark.parametrize("key", ["short", "with space", "é" * 8, "k" * 201])
    async def test_an_odd_key_is_refused(
        self, client: httpx.AsyncClient, member: dict[str, str], body: dict[str, str], key: str
    ) -> None:
        headers: Any = {**member, "Idempotency-Key": key.encode()}
        refused = await send(client, headers, body)
        assert code_of(refused) == (422, "invalid_request")
        assert refused.json()["errors"][0]["pointer"] == "/header/Idempotency-Key"


class TestInProgress:
    async def test_what_is_in_progress_is_409_until_its_time_is_over(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        member: dict[str, str],
        body: dict[str, str],
    ) -> None:
        await keys_of(container).hold(await use_of(container, member, body))
        refused = await send(client, member, body)
        assert code_of(refused) == (409, "idempotency_key_busy")
        assert refused.headers["retry-after"] == "1"
        clock.advance(seconds=HOLD.total_seconds())
        assert (await send(client, member, body)).status_code == 201

    async def test_what_lost_its_key_meanwhile_has_no_effect(
        self, container: Container, clock: AdjustableClock, portfolio: CurrentPortfolio
    ) -> None:
        keys, use = keys_of(container), KeyUse(portfolio.id, new_id(), OPERATION, "k" * 8, [b""])
        slow = await keys.hold(use)
        clock.advance(seconds=HOLD.total_seconds())
        quick = await keys.hold(use)
        answer: Any = {"status": 201, "headers": [], "body": "{}"}
        with pytest.raises(Exception, match="idempotency_key_busy"):
            async with container.database.unit_of_work() as session:
                await keys.answer(session, slow, answer)
        await keys.free(slow)
        async with container.database.unit_of_work() as session:
            await keys.answer(session, quick, answer)
        assert await keys.hold(use) == answer


class TestFailure:
    async def test_a_refused_request_frees_its_key(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        body: dict[str, str],
    ) -> None:
        for wrong, code in (({}, 422), ({**body, "number": "7K3M-9XQP-2RT0"}, 404)):
            assert (await send(client, member, wrong)).status_code == code
            assert await count(container, IdempotencyKey) == 0
        assert (await send(client, member, body)).status_code == 201

    async def test_a_commit_that_fails_frees_it_too(
        self,
        client: httpx.AsyncClient,
        container: Container,
        member: dict[str, str],
        body: dict[str, str],
    ) -> None:
        await rename(container, "audit_entries", "audit_entries_away")
        try:
            failed = await send(client, member, body)
        finally:
            await rename(container, "audit_entries_away", "audit_entries")
        assert failed.status_code >= 500
        assert await revoked_cards(container) == 0
        assert (await send(client, member, body)).status_code == 201


async def rename(container: Container, old: str, new: str) -> None:
    async with container.database.unit_of_work() as session:
        await session.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))


class TestAtRest:
    async def test_answers_are_sealed_and_forgotten_after_a_day(
        self,
        client: httpx.AsyncClient,
        container: Container,
        clock: AdjustableClock,
        member: dict[str, str],
        body: dict[str, str],
    ) -> None:
        place = SealedPlace.IDEMPOTENCY_KEY_ANSWER
        given = (await send(client, member, body)).json()["number"]
        (sealed,) = (await sealed_values(container, place)).values()
        assert given.encode() not in sealed
        (opened,) = (await opened_values(container, place)).values()
        assert given.encode() in opened
        day = LIFETIME.total_seconds()
        clock.advance(seconds=day - 1)
        member |= await sign_in(container, await account_of(container, "M-1"))
        assert (await send(client, member, body)).headers[REPLAYED] == "true"
        clock.advance(seconds=1)
        await keys_of(container).hold(KeyUse(new_id(), new_id(), OPERATION, "other-key", [b""]))
        assert await sealed_values(container, place) == {}
        assert code_of(await send(client, member, body)) == (409, "card_already_replaced")
