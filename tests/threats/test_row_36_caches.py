"""Row 36: no cache keeps anything personal: `no-store` on every answer, errors and PDFs included.

The contract is walked; only public lists, what a portfolio publishes and what is published about
cards may be kept.
"""

from typing import Any

import httpx
import orjson
import pytest
from fastapi import FastAPI

from app.container import Container
from tests.clock import AdjustableClock
from tests.factories.accounts import make_active_account, sign_in, start_activation
from tests.factories.families import CONSULTATION, PHARMACY, reimburse
from tests.factories.operations import JSON, Operation, operations_of
from tests.factories.partners import bearing, make_token

PUBLISHED = (
    "/v1/reference/",
    "/v1/services",
    "/v1/articles",
    "/v1/legal",
    "/v1/assistant/topics",
    "/v1/card/verification-keys",
    "/v1/card/revocations",
)
NO_STORE, KEPT = "no-store", "public, max-age=3600"


def may_be_kept(operation: Operation) -> bool:
    return operation.path.startswith(PUBLISHED) and not operation.security


class Walker:
    """Calls every operation, with ids that earlier answers gave."""

    def __init__(
        self, client: httpx.AsyncClient, own: dict[str, dict[str, str]], flow: dict[str, Any]
    ) -> None:
        self._client = client
        self._own = own
        self._flow_secret = flow["secret"]
        self._ids = [("/v1/auth/flows", flow["id"])]

    async def call(
        self, operation: Operation, *, signed_in: bool, **headers: str
    ) -> httpx.Response:
        if operation.media_type:
            headers["Content-Type"] = operation.media_type
        if signed_in:
            headers["Flow-Secret"] = self._flow_secret
            for scheme in operation.security:
                headers |= self._own[scheme]
        content = None if operation.media_type is None else orjson.dumps(operation.example)
        path = self._address(operation.path)
        response = await self._client.request(
            operation.method, path, headers=headers, content=content
        )
        self._remember(path, response)
        return response

    def _address(self, path: str) -> str:
        while "{" in path:
            head, _, rest = path.partition("{")
            known = [one for place, one in self._ids if place.startswith(head.rstrip("/"))]
            path = head + (known[-1] if known else "unknown") + rest.partition("}")[2]
        return path

    def _remember(self, path: str, response: httpx.Response) -> None:
        told = response.is_success and response.content
        if told and response.headers["Content-Type"] == JSON:
            body: dict[str, Any] = response.json()
            for item in [body, *body.get("items", [])]:
                if isinstance(item.get("id"), str):
                    self._ids.append((path, item["id"]))


def order(operation: Operation) -> tuple[bool, bool, bool, bool]:
    """What ends sessions or moves the clock last; what names something after what tells its id."""
    last = operation.leaves or operation.path == "/dev/clock"
    return last, operation.method == "DELETE", "{" in operation.path, operation.method == "GET"


@pytest.fixture
async def walker(client: httpx.AsyncClient, container: Container, clock: AdjustableClock) -> Walker:
    clock.set_to("2026-03-14 12:00")
    account = await make_active_account(container)
    await reimburse(container, [CONSULTATION, PHARMACY])
    portfolio = await container.portfolios.at_host("espace.test")
    return Walker(
        client,
        {
            "member": await sign_in(container, account),
            "partner": bearing(await make_token(container, portfolio)),
        },
        await start_activation(client, account.email),
    )


async def test_every_answer_is_for_its_reader_alone(app: FastAPI, walker: Walker) -> None:
    media_types, statuses = set(), set()
    for operation in sorted(operations_of(app), key=order):
        expected = KEPT if may_be_kept(operation) else NO_STORE
        for signed_in in (False, True):
            answer = await walker.call(operation, signed_in=signed_in)
            assert answer.headers.get_list("Cache-Control") == [expected], operation.name
            statuses.add(answer.status_code)
            media_types.add(answer.headers.get("Content-Type", "").partition(";")[0])
    assert {200, 201, 202, 204, 401, 409, 422} <= statuses
    kinds = {JSON, "application/problem+json", "application/pdf", "application/x-ndjson"}
    assert kinds <= media_types


async def test_so_is_every_answer_that_the_client_holds_already(
    app: FastAPI, walker: Walker
) -> None:
    tagged = 0
    for operation in sorted(operations_of(app), key=order):
        if operation.method != "GET":
            continue
        first = await walker.call(operation, signed_in=True)
        if etag := first.headers.get("ETag"):
            again = await walker.call(operation, signed_in=True, **{"If-None-Match": etag})
            assert again.status_code == 304, operation.name
            expected = KEPT if may_be_kept(operation) else NO_STORE
            assert again.headers.get_list("Cache-Control") == [expected], operation.name
            tagged += 1
    assert tagged >= 3


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("DELETE", "/v1/home", 405),
        ("GET", "/docs", 200),
        ("GET", "/openapi.json", 200),
        ("GET", "/metrics", 200),
    ],
)
async def test_so_is_what_the_contract_does_not_list(
    client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await client.request(method, path)
    assert answer.status_code == status
    assert answer.headers.get_list("Cache-Control") == [NO_STORE]
