"""Row 13: thousands of random steps, in any order: a session only ever follows a right password
and a second factor of that very flow; password, phone, e-mail only change by what proves them.

`ESPACE_FUZZ_STEPS` makes each walk longer (`make fuzz`), `ESPACE_FUZZ_SEED` makes it another.
"""

import os

import httpx
import pytest

from app.container import Container
from tests.clock import AdjustableClock
from tests.threats.walk import Walk

STEPS = int(os.environ.get("ESPACE_FUZZ_STEPS", "1250"))
SEED = int(os.environ.get("ESPACE_FUZZ_SEED", "13"))
WALKS = 4
"""On each of two databases: at least 10,000 steps in all."""
EACH_AT_LEAST = {"login", "step_up", "activation", "password_reset", "phone_change"}


@pytest.mark.slow
@pytest.mark.parametrize("walk_number", range(WALKS))
async def test_nothing_happens_that_the_books_cannot_explain(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock, walk_number: int
) -> None:
    walk = Walk(client, container, clock, seed=SEED + walk_number)
    await walk.prepare()
    for _ in range(STEPS):
        await walk.step()
        await walk.check()
    # The walk must have come through often enough to mean something.
    assert walk.opened >= 5
    assert set(walk.done) >= EACH_AT_LEAST, walk.done
