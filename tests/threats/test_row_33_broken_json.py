"""Row 33: NaN, lone surrogates, NUL, 1e999, binary, nesting: 4xx, never 5xx, on both databases."""

from dataclasses import replace
from typing import Any

import httpx
import orjson
from fastapi import FastAPI

from app.container import Container
from tests.clock import AdjustableClock
from tests.factories.accounts import make_active_account, sign_in, start_activation
from tests.factories.operations import JSON, Operation, leaves, operations_of, replaced
from tests.factories.partners import bearing, make_token

MARK = "@@hostile@@"
LITERALS = [
    b"NaN",
    b"Infinity",
    b"-Infinity",
    b"1e999",
    b"-1e999",
    b"9" * 400,
    b'"\\ud800"',
    b'"a\\udfffb"',
    b'"\\u0000"',
    b'"a\\u0000b"',
    b'"\xff\xfe"',
    b'"' + b"x" * 100_000 + b'"',
    b"[" * 5_000 + b"]" * 5_000,
]
WHOLE = [
    b"",
    b"null",
    b"[]",
    b'"text"',
    b"{",
    b'{"a":}',
    b"\x00",
    b"\xef\xbb\xbf{}",
    b"\xff\xfe{\x00}\x00",
    bytes(range(256)),
    b"[" * 100_000,
    b'{"a":' * 50_000,
    *LITERALS,
]
QUERY = ["%00", "%ff", "%ed%a0%80", "NaN", "1e999", "9" * 400, "%f0%9f%92%a9", "-1"]


def hostile_bodies(example: Any) -> list[bytes]:
    """The right body with one place spoiled, for each place, and what is no object at all."""
    places = list(leaves(example)) if isinstance(example, dict) else []
    marked = [orjson.dumps(replaced(example, place, MARK)) for place in places]
    quoted = orjson.dumps(MARK)
    return [*WHOLE, *(text.replace(quoted, bad) for text in marked for bad in LITERALS)]


class Caller:
    def __init__(self, client: httpx.AsyncClient, container: Container) -> None:
        self.client, self.container = client, container

    async def prepare(self) -> None:
        account = await make_active_account(self.container)
        portfolio = await self.container.portfolios.at_host("espace.test")
        self.partner = bearing(await make_token(self.container, portfolio))
        self.member = await sign_in(self.container, account)
        self.flow = await start_activation(self.client, account.email)

    async def call(self, operation: Operation, *, suffix: str = "", **sent: Any) -> httpx.Response:
        own = {"partner": self.partner, "member": self.member}
        headers = {"Flow-Secret": self.flow["secret"], "Content-Type": operation.media_type or JSON}
        for scheme in operation.security:
            headers |= own[scheme]
        path = operation.path.replace("{flow_id}", self.flow["id"])
        path = path.replace("{", "").replace("}", "") + suffix
        return await self.client.request(operation.method, path, headers=headers, **sent)


async def test_a_broken_body_is_4xx_at_every_operation(
    app: FastAPI, client: httpx.AsyncClient, container: Container
) -> None:
    caller = Caller(client, container)
    await caller.prepare()
    operations = [one for one in operations_of(app) if one.media_type == JSON]
    assert len(operations) >= 10
    for operation in operations:
        optional = operation.path == "/v1/auth/refresh"
        for body in hostile_bodies(operation.example):
            response = await caller.call(operation, content=body)
            status = response.status_code
            assert 400 <= status < 500 or (optional and not body), (
                f"{operation.name}: {body[:80]!r}"
            )
            assert response.headers["Content-Type"] == "application/problem+json"


async def test_a_broken_stream_is_never_5xx(
    app: FastAPI, client: httpx.AsyncClient, container: Container
) -> None:
    caller = Caller(client, container)
    await caller.prepare()
    streams = [one for one in operations_of(app) if one.media_type not in {JSON, None}]
    for operation in streams:
        example = orjson.loads(operation.example)
        content = b"\n".join(hostile_bodies(example))
        response = await caller.call(operation, content=content)
        assert response.status_code < 500, operation.name


async def test_a_broken_parameter_is_never_5xx(
    app: FastAPI, client: httpx.AsyncClient, container: Container
) -> None:
    caller = Caller(client, container)
    await caller.prepare()
    for operation in operations_of(app):
        if operation.media_type or operation.leaves:
            continue
        for bad in QUERY:
            for name in operation.query:
                response = await caller.call(operation, suffix=f"?{name}={bad}")
                assert response.status_code < 500, f"{operation.name} {name}={bad}"
            if "{" in operation.path:
                head = operation.path.partition("{")[0]
                tail = operation.path.partition("}")[2]
                spoiled = replace(operation, path=f"{head}{bad}{tail}")
                response = await caller.call(spoiled)
                assert response.status_code < 500, f"{operation.name} {bad}"


async def test_a_broken_header_is_never_5xx(
    client: httpx.AsyncClient, container: Container, clock: AdjustableClock
) -> None:
    await make_active_account(container)
    login = {"email": "a@example.org", "password": "x", "client": "web"}
    targets: dict[str, tuple[str, str, Any]] = {
        "Origin": ("POST", "/v1/auth/login", login),
        "Device-Secret": ("POST", "/v1/auth/login", login),
        "X-Forwarded-For": ("POST", "/v1/auth/login", login),
        "Cookie": ("POST", "/v1/auth/refresh", {}),
        "Flow-Secret": ("POST", "/v1/auth/flows/x/verify", {"code": "000000"}),
        "Authorization": ("GET", "/v1/home", None),
        "Accept-Language": ("GET", "/v1/home", None),
        "If-None-Match": ("GET", "/v1/reference/care-categories", None),
        "X-Request-Id": ("GET", "/livez", None),
        "User-Agent": ("POST", "/v1/auth/login", login),
    }
    values = [b"\xff\xfe", b"http://[", b"a" * 5_000, b"://", b"Bearer \xc3\x28", b"\x80=\x80; ="]
    for name, (method, path, body) in targets.items():
        for value in values:
            headers = {name.encode(): value}
            response = await client.request(method, path, json=body, headers=headers)
            assert response.status_code < 500, f"{method} {path} {name}: {value!r}"
        clock.advance(minutes=20)
