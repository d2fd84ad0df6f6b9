"""Row 12: half-authenticated opens nothing: every other operation that is not public says 401."""

import httpx
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from app.container import Container
from app.dependencies.guards import Public
from app.openapi import guard_of
from app.security.opaque_secrets import make_secret
from tests.factories.accounts import log_in, make_active_account


def guarded_operations(app: FastAPI) -> list[tuple[str, str]]:
    routes = [context.original_route for context in iter_route_contexts(app.routes)]
    return [
        (method, route.path_format)
        for route in routes
        if isinstance(route, APIRoute) and not isinstance(guard_of(route)[0], Public)
        for method in sorted(route.methods)
    ]


async def test_every_guarded_operation_is_401_with_a_flows_secret(
    app: FastAPI, client: httpx.AsyncClient, container: Container
) -> None:
    account = await make_active_account(container)
    flow = (await log_in(client, account)).json()["flow"]
    operations = guarded_operations(app)
    assert len(operations) > 5
    presented = [
        {"Flow-Secret": flow["secret"]},
        {"Authorization": f"Bearer {flow['secret']}", "Flow-Secret": flow["secret"]},
        {"Authorization": f"Bearer {flow['id']}"},
        {"Authorization": f"Bearer {make_secret()}", "Device-Secret": make_secret()},
    ]
    for method, path in operations:
        address = path.replace("{", "").replace("}", "")
        for headers in presented:
            response = await client.request(method, address, headers=headers, json={})
            assert response.status_code == 401, f"{method} {path} with {sorted(headers)}"
