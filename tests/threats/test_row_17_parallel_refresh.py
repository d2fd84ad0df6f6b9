"""Row 17: 20 parallel refreshes all succeed, with one live head."""

import asyncio

import httpx
import pytest
from sqlalchemy import select

from app.container import Container
from app.models.session import MemberSession, RefreshToken
from tests.clock import AdjustableClock
from tests.factories.accounts import log_in_fully, make_active_account

pytestmark = pytest.mark.concurrency
REFRESH = "/v1/auth/refresh"


async def test_twenty_at_once_receive_the_same_successor(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    account = await make_active_account(container)
    body = {"refresh_token": (await log_in_fully(client, container, account))["refresh_token"]}
    answers = await asyncio.gather(*(client.post(REFRESH, json=body) for _ in range(20)))
    assert [answer.status_code for answer in answers] == [200] * 20
    assert len({answer.json()["refresh_token"] for answer in answers}) == 1
    async with container.database.read() as connection:
        generation = await connection.scalar(select(MemberSession.generation))
        tokens = (await connection.execute(select(RefreshToken.generation))).scalars().all()
    assert (generation, sorted(tokens)) == (1, [0, 1])
    clock.advance(seconds=20)
    late = await client.post(REFRESH, json=body)
    assert late.json()["refresh_token"] == answers[0].json()["refresh_token"]
