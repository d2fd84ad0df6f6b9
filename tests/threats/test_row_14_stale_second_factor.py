"""Row 14: what declares a fresh second factor is 401 with the RFC 9470 header without one.

The route tree is walked: whatever declares it on its guard is covered.
"""

import httpx
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from app.container import Container
from app.dependencies.guards import MemberGuard
from app.openapi import guard_of
from tests.clock import AdjustableClock
from tests.factories.accounts import log_in, log_in_fully, make_active_account, sign_in
from tests.factories.operations import Operation, operations_of, published_app

CHALLENGE = 'Bearer error="insufficient_user_authentication", acr_values="aal2", max_age="900"'
EXPECTED = {
    "changePassword",
    "startPhoneChange",
    "startEmailChange",
    "closeAccount",
    "enrolTotp",
    "confirmTotp",
    "enrolPasskey",
    "confirmPasskey",
    "removeSecondFactor",
    "makeRecoveryCodes",
}
"""Those that auth.md names; others may declare it as well."""


def fresh_operations(app: FastAPI) -> list[Operation]:
    declared = set()
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute):
            guard = guard_of(route)[0]
            if isinstance(guard, MemberGuard) and guard.fresh:
                declared.add(route.operation_id)
    return [operation for operation in operations_of(app) if operation.id in declared]


async def answers(
    app: FastAPI, client: httpx.AsyncClient, headers: dict[str, str]
) -> dict[str, tuple[int, str | None]]:
    seen = {}
    for operation in fresh_operations(app):
        path = operation.path.replace("{", "").replace("}", "")
        response = await client.request(
            operation.method, path, json=operation.example, headers=headers
        )
        seen[operation.id] = response.status_code, response.headers.get("WWW-Authenticate")
    return seen


def test_the_operations_that_must_declare_it_do() -> None:
    assert {operation.id for operation in fresh_operations(published_app())} >= EXPECTED


async def test_a_session_that_never_had_one_is_challenged(
    app: FastAPI, client: httpx.AsyncClient, container: Container
) -> None:
    account = await make_active_account(container)
    device = (await log_in_fully(client, container, account))["device_secret"]
    plain = (await log_in(client, account, device=device)).json()
    assert plain["session"]["acr"] == "aal1"
    headers = {"Authorization": f"Bearer {plain['access_token']}"}
    seen = await answers(app, client, headers)
    assert {name: told for name, told in seen.items() if told != (401, CHALLENGE)} == {}


async def test_after_fifteen_minutes_it_is_too_old(
    app: FastAPI, client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    account = await make_active_account(container)
    opened = await log_in_fully(client, container, account)
    clock.advance(minutes=15, seconds=1)
    body = {"refresh_token": opened["refresh_token"]}
    refreshed = (await client.post("/v1/auth/refresh", json=body)).json()
    headers = {"Authorization": f"Bearer {refreshed['access_token']}"}
    seen = await answers(app, client, headers)
    assert {name: told for name, told in seen.items() if told != (401, CHALLENGE)} == {}


async def test_a_fresh_one_is_not_challenged(
    app: FastAPI, client: httpx.AsyncClient, container: Container
) -> None:
    account = await make_active_account(container)
    for operation in fresh_operations(app):
        if operation.leaves:
            continue
        path = operation.path.replace("{", "").replace("}", "")
        headers = await sign_in(container, account)
        response = await client.request(
            operation.method, path, json=operation.example, headers=headers
        )
        assert response.status_code != 401, operation.id
