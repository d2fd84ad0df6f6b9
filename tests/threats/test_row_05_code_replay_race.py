"""Row 5: 16 parallel right codes open exactly one session."""

import asyncio
from collections import Counter

import httpx
import pytest
from sqlalchemy import func, select

from app.container import Container
from app.models.session import Device, MemberSession
from tests.factories.accounts import log_in, make_active_account, newest_code, steps_of

pytestmark = pytest.mark.concurrency


async def test_sixteen_right_codes_open_one_session(
    client: httpx.AsyncClient, container: Container
) -> None:
    account = await make_active_account(container)
    path, headers = steps_of((await log_in(client, account)).json()["flow"])
    await client.post(f"{path}/phone", json={"phone": account.phone}, headers=headers)
    body = {"code": await newest_code(container, account.phone)}

    async def enter() -> int:
        return (await client.post(f"{path}/verify", json=body, headers=headers)).status_code

    statuses = Counter(await asyncio.gather(*(enter() for _ in range(16))))
    assert statuses == {200: 1, 409: 15}
    async with container.database.read() as connection:
        sessions = await connection.scalar(select(func.count()).select_from(MemberSession))
        devices = await connection.scalar(select(func.count()).select_from(Device))
    assert (sessions, devices) == (1, 1)
