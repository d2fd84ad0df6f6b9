"""Row 32: what was sent never comes back in an error, whatever the operation and the place."""

from typing import Any

import httpx
import orjson
from fastapi import FastAPI

from app.container import Container
from tests.factories.accounts import make_active_account, sign_in, start_activation
from tests.factories.operations import NDJSON, Operation, leaves, operations_of, replaced
from tests.factories.partners import bearing, make_token

CANARY = "kanarienvogel"
SPOILERS: list[Any] = [CANARY, {CANARY: CANARY}, [CANARY], CANARY * 2_000]


def spoiled(example: Any) -> list[Any]:
    """Bodies with the canary in each place, as an unknown field, and instead of the body."""
    bodies: list[Any] = [CANARY, [CANARY], {CANARY: CANARY}]
    if isinstance(example, dict):
        bodies.append({**example, CANARY: CANARY})
        bodies += [replaced(example, place, bad) for place in leaves(example) for bad in SPOILERS]
    return bodies


async def test_no_error_echoes_its_input(
    app: FastAPI, client: httpx.AsyncClient, container: Container
) -> None:
    account = await make_active_account(container)
    portfolio = await container.portfolios.at_host("espace.test")
    partner = bearing(await make_token(container, portfolio))
    flow = await start_activation(client, account.email)
    tried = 0

    async def assert_silent(operation: Operation, **sent: Any) -> int:
        path = operation.path.replace("{flow_id}", flow["id"]).replace("{", "").replace("}", "")
        response = await client.request(operation.method, path, **sent)
        if response.is_error:
            told = response.text + str(response.headers)
            assert CANARY not in told, f"{operation.name}: {told}"
        return response.is_error

    for operation in operations_of(app):
        if operation.leaves:
            continue
        own = partner if "partner" in operation.security else {}
        if "member" in operation.security:
            own = await sign_in(container, account)
        headers = {"Flow-Secret": flow["secret"], **own}
        for name in operation.query:
            for value in (CANARY, CANARY * 100):
                tried += await assert_silent(operation, headers=headers, params={name: value})
        if operation.media_type:
            kind = {"Content-Type": operation.media_type}
            for body in spoiled(operation.example):
                content = orjson.dumps(body) + (b"\n" if operation.media_type == NDJSON else b"")
                tried += await assert_silent(operation, headers=headers | kind, content=content)
            broken = f'{{"{CANARY}": {CANARY}'.encode()
            tried += await assert_silent(operation, headers=headers | kind, content=broken)
        headers["Flow-Secret"] = CANARY * 50
        tried += await assert_silent(operation, headers=headers)
    assert tried > 100
