"""Row 4: of 100 parallel wrong codes at most five are compared."""

import asyncio
from collections import Counter

import httpx
import pytest

from app.container import Container
from tests.factories.accounts import (
    log_in,
    make_active_account,
    newest_code,
    steps_of,
)

pytestmark = pytest.mark.concurrency


async def test_at_most_five_of_a_hundred_are_compared(
    client: httpx.AsyncClient, container: Container
) -> None:
    account = await make_active_account(container)
    path, headers = steps_of((await log_in(client, account)).json()["flow"])
    await client.post(f"{path}/phone", json={"phone": account.phone}, headers=headers)
    code = int(await newest_code(container, account.phone))
    guesses = [f"{(code + step) % 1_000_000:06d}" for step in range(1, 101)]

    async def guess(one: str) -> str:
        response = await client.post(f"{path}/verify", json={"code": one}, headers=headers)
        return str(response.json()["code"])

    answers = Counter(await asyncio.gather(*map(guess, guesses)))
    # The number handed in was the first of the flow's five submissions.
    assert answers == {"wrong_code": 4, "flow_failed": 96}
    late = await client.post(f"{path}/verify", json={"code": f"{code:06d}"}, headers=headers)
    assert late.json()["code"] == "flow_failed"
