"""Row 37: exact origins read answers, cookies come from our own pages, headers are on every answer.

The contract and the route tree are walked: later operations are covered as they are declared.
"""

import ast
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

import app as product
from app.container import Container
from app.dependencies.auth.cookies import get_session_secrets
from app.dependencies.auth.presented import check_origin, get_device_secret
from app.http.context import SECURITY_HEADERS
from app.http.cors import READ_HEADERS, SENT_HEADERS
from app.main import create_app
from app.settings import Settings
from tests.clock import AdjustableClock
from tests.factories.accounts import log_in_fully, make_active_account, sign_in
from tests.factories.apps import calling, declared_app, opened
from tests.factories.feeds import apply_family, make_portfolio
from tests.factories.operations import JSON, Operation, operations_of
from tests.factories.settings import safe_settings
from tests.queries import count_queries
from tests.test_route_guards import calls_of, name_of, routes_of

PAGE, OTHER_PAGE = "https://espace.hcr.example", "http://localhost:3000"
HOSTILE = [
    "https://evil.example",
    "null",
    "*",
    "",
    f"{PAGE}.evil.example",
    "https://evil-espace.hcr.example",
    "https://espace.hcr.exampl",
    "https://hcr.example",
    "http://espace.hcr.example",
    f"{PAGE}:8443",
    f"{PAGE}/",
    f"{PAGE} https://evil.example",
    "https://ESPACE.hcr.example",
    "https://espace\u00b7hcr.example",
]
CORS = "access-control-"
CATEGORIES = "/v1/reference/care-categories"
LOGIN = {"email": "nobody@example.org", "password": "not the password", "client": "web"}


def cors_headers(response: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name.startswith(CORS)}


async def call(
    client: httpx.AsyncClient, operation: Operation, origin: str, **headers: str
) -> httpx.Response:
    path = operation.path.replace("{", "").replace("}", "")
    sent = {b"Origin": origin.encode(), **{name.encode(): headers[name] for name in headers}}
    body = operation.example if operation.media_type == JSON else None
    return await client.request(operation.method, path, headers=sent, json=body)


async def preflight(
    client: httpx.AsyncClient,
    path: str,
    origin: str,
    method: str = "GET",
    headers: tuple[str, ...] = SENT_HEADERS,
) -> httpx.Response:
    asked = {
        b"Origin": origin.encode(),
        b"Access-Control-Request-Method": method.encode(),
        b"Access-Control-Request-Headers": ",".join(headers).lower().encode(),
    }
    return await client.request("OPTIONS", path.replace("{", "").replace("}", ""), headers=asked)


async def make_family(container: Container) -> None:
    """The family `M-1` of a portfolio with pages of its own."""
    await make_portfolio(container, allowed_origins=[PAGE, OTHER_PAGE])
    await apply_family(container)


@pytest.fixture
async def family(container: Container) -> None:
    await make_family(container)


@pytest.mark.usefixtures("family")
class TestReadableAnswers:
    async def test_every_operation_is_readable_from_our_pages_alone(
        self, app: FastAPI, client: httpx.AsyncClient
    ) -> None:
        operations = operations_of(app)
        assert len(operations) > 20
        for operation in operations:
            for page in (PAGE, OTHER_PAGE):
                read = await call(client, operation, page)
                assert cors_headers(read) == {
                    "access-control-allow-origin": page,
                    "access-control-allow-credentials": "true",
                    "access-control-expose-headers": ", ".join(READ_HEADERS),
                }, operation.name
                assert "Origin" in read.headers["Vary"]
            for origin in HOSTILE:
                refused = await call(client, operation, origin)
                assert cors_headers(refused) == {}, f"{operation.name} from {origin!r}"

    async def test_every_operation_may_be_asked_for_by_our_pages_alone(
        self, app: FastAPI, client: httpx.AsyncClient
    ) -> None:
        for operation in operations_of(app):
            allowed = await preflight(client, operation.path, PAGE, operation.method)
            assert allowed.status_code == 200, operation.name
            assert allowed.headers["access-control-allow-origin"] == PAGE
            assert allowed.headers["access-control-allow-credentials"] == "true"
            assert operation.method in allowed.headers["access-control-allow-methods"]
            assert allowed.headers["cache-control"] == "no-store"
            for origin in HOSTILE:
                refused = await preflight(client, operation.path, origin, operation.method)
                assert (refused.status_code, cors_headers(refused)) == (405, {}), operation.name

    @pytest.mark.parametrize(
        ("method", "headers"), [("TRACE", ()), ("CONNECT", ()), ("POST", ("X-Member-Id",))]
    )
    async def test_a_page_sends_what_it_may_and_no_more(
        self, client: httpx.AsyncClient, method: str, headers: tuple[str, ...]
    ) -> None:
        refused = await preflight(client, "/v1/home", PAGE, method, headers)
        assert refused.status_code == 400

    async def test_pages_of_one_portfolio_are_strangers_to_another(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        theirs = "https://espace.autre.example"
        await make_portfolio(container, "autre", "autre.test", allowed_origins=[theirs])
        for host, page, readable in [
            ("espace.test", PAGE, True),
            ("espace.test", theirs, False),
            ("autre.test", PAGE, False),
            ("autre.test", theirs, True),
        ]:
            headers = {"Origin": page, "Host": host}
            answer = await client.get("/v1/home", headers=headers)
            assert ("access-control-allow-origin" in answer.headers) is readable, (host, page)

    async def test_a_request_without_an_origin_pays_nothing(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        with count_queries(container) as queries:
            plain = await client.get("/livez")
        assert (cors_headers(plain), queries.statements) == ({}, [])

    async def test_a_cached_answer_is_not_given_to_another_page(
        self, client: httpx.AsyncClient
    ) -> None:
        for headers in ({}, {"Origin": PAGE}, {"Origin": "https://evil.example"}):
            answer = await client.get(CATEGORIES, headers=headers)
            assert answer.headers["cache-control"].startswith("public")
            assert {"Accept-Language", "Origin"} <= set(answer.headers["Vary"].split(", "))


COOKIE_PLACES = {"dependencies/auth/cookies.py", "dependencies/auth/presented.py"}
COOKIE_NAMES = {"cookies", "set_cookie", "delete_cookie", "Cookie"}


def uses_cookies(route: APIRoute) -> bool:
    return bool({get_session_secrets, get_device_secret} & set(calls_of(route.dependant)))


class TestCookies:
    def test_two_places_alone_read_or_set_them(self) -> None:
        root = Path(product.__file__).parent
        found = {
            str(path.relative_to(root))
            for path in root.rglob("*.py")
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Attribute | ast.Name)
            and (node.attr if isinstance(node, ast.Attribute) else node.id) in COOKIE_NAMES
        }
        assert found == COOKIE_PLACES

    def test_whatever_uses_them_checks_the_origin(self) -> None:
        users = [route for route in routes_of(declared_app()) if uses_cookies(route)]
        assert len(users) >= 5
        unchecked = [name_of(r) for r in users if check_origin not in set(calls_of(r.dependant))]
        assert unchecked == []

    @pytest.mark.usefixtures("family")
    async def test_they_are_refused_from_any_other_page(
        self, app: FastAPI, client: httpx.AsyncClient, container: Container
    ) -> None:
        client.base_url = httpx.URL("https://espace.test")
        account = await make_active_account(container)
        member = await sign_in(container, account)
        await log_in_fully(client, container, account, kind="web")
        assert set(client.cookies) == {"__Host-espace_refresh", "__Host-espace_device"}
        paths = {(r.path_format, m) for r in routes_of(app) if uses_cookies(r) for m in r.methods}
        operations = [one for one in operations_of(app) if (one.path, one.method) in paths]
        assert len(operations) == len(paths)
        for operation in operations:
            own = member if operation.security else {}
            for origin in (one for one in HOSTILE if one):
                refused = await call(client, operation, origin, **own)
                told = (refused.status_code, refused.json()["code"])
                assert told == (403, "origin_refused"), f"{operation.name} from {origin!r}"
                assert "set-cookie" not in refused.headers
        renewed = await client.post("/v1/auth/refresh", headers={"Origin": PAGE})
        assert renewed.status_code == 200, "none of it did anything"

    @pytest.mark.parametrize(
        ("origin", "status"), [("https://espace.test", 401), ("http://espace.test", 403)]
    )
    async def test_production_believes_its_own_pages_over_tls_alone(
        self, address: str, clock: AdjustableClock, origin: str, status: int
    ) -> None:
        settings = Settings(**safe_settings(database_url=address, allow_sqlite=True))
        async with opened(settings, clock, redis_url=None) as container:
            await make_portfolio(container, "own", "espace.test")
            async with calling(container) as client:
                answer = await client.post("/v1/auth/login", json=LOGIN, headers={"Origin": origin})
        assert answer.status_code == status


async def every_kind_of_answer(
    container: Container, headers: dict[str, str]
) -> dict[str, httpx.Response]:
    """One answer of each kind the product gives."""
    app = create_app(container.settings, container)

    @app.get("/test/broken")
    async def broken() -> None:
        raise RuntimeError("a fault of ours")

    await make_family(container)
    member = await sign_in(container, await make_active_account(container))
    large = b"x" * (container.settings.max_body_bytes + 1)
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 1))
    async with httpx.AsyncClient(
        transport=transport, base_url="https://espace.test", headers=headers
    ) as client:
        tag = (await client.get(CATEGORIES)).headers["ETag"]
        return {
            "200": await client.get("/v1/home", headers=member),
            "200 pdf": await client.get("/v1/card/document", headers=member),
            "200 docs": await client.get("/docs"),
            "200 asset": await client.get("/docs/assets/start.js"),
            "200 openapi": await client.get("/openapi.json"),
            "200 preflight": await preflight(client, "/v1/home", PAGE),
            "400 preflight": await preflight(client, "/v1/home", PAGE, "TRACE"),
            "304": await client.get(CATEGORIES, headers={"If-None-Match": tag}),
            "400": await client.post(
                "/v1/auth/login", content=b"{", headers={"Content-Type": JSON}
            ),
            "401": await client.get("/v1/home"),
            "404": await client.get("/nowhere"),
            "404 asset": await client.get("/docs/assets/nothing.js"),
            "405": await client.post("/livez"),
            "413": await client.post("/v1/auth/login", content=large),
            "415": await client.post("/v1/auth/login", content=b"a=b"),
            "422": await client.post("/v1/auth/login", json={}),
            "401 login": await client.post("/v1/auth/login", json=LOGIN),
            "429": await client.post("/v1/auth/login", json=LOGIN),
            "204": await client.post("/v1/auth/logout", headers=member),
            "500": await client.get("/test/broken"),
        }


class TestEveryAnswer:
    @pytest.fixture
    async def strict(self, settings: Settings, clock: AdjustableClock) -> AsyncIterator[Container]:
        async with opened(settings, clock, ways_in_per_minute=3) as container:
            clock.set_to("2026-06-01 10:00:10")
            yield container

    async def test_it_bears_every_security_header_once(self, strict: Container) -> None:
        answers = await every_kind_of_answer(strict, {})
        for kind, answer in answers.items():
            assert str(answer.status_code) == kind[:3]
            for name, value in SECURITY_HEADERS:
                assert answer.headers.get_list(name.decode()) == [value.decode()], kind
            assert len(answer.headers.get_list("x-request-id")) == 1, kind
            assert len(answer.headers.get_list("cache-control")) == 1, kind
            (policy,) = answer.headers.get_list("content-security-policy")
            assert "default-src 'none'" in policy, kind
            assert "base-uri 'none'" in policy, kind
            assert "form-action '" in policy, kind
            assert "frame-ancestors 'none'" in policy, kind
            assert "unsafe-eval" not in policy, kind
            assert "server" not in answer.headers, kind

    async def test_our_pages_can_read_it_whatever_it_is(self, strict: Container) -> None:
        answers = await every_kind_of_answer(strict, {"Origin": PAGE})
        for kind, answer in answers.items():
            assert str(answer.status_code) == kind[:3]
            assert answer.headers["access-control-allow-origin"] == PAGE, kind

    async def test_a_stranger_reads_nothing_whatever_it_is(self, strict: Container) -> None:
        answers: dict[str, Any] = await every_kind_of_answer(
            strict, {"Origin": "https://evil.example"}
        )
        for kind, answer in answers.items():
            if "preflight" not in kind:
                assert cors_headers(answer) == {}, kind


def test_the_contract_that_is_walked_lists_every_route_but_one() -> None:
    app = declared_app()
    shown = {(one.method, one.path) for one in operations_of(app)}
    hidden = [
        name_of(route)
        for route in routes_of(app)
        for method in route.methods
        if (method, route.path_format) not in shown
    ]
    assert hidden == ["GET /metrics"]
