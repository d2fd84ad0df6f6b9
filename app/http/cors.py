"""Cross-origin requests: a portfolio's own pages may read its answers, by their exact origin.

The rules of the protocol are the framework's; which origins count is the portfolio's, by the host
that was called. Any other origin gets no header at all, which browsers take for a refusal.
"""

from functools import lru_cache, partial

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors.requests import UnknownHost
from app.http.addresses import host_of
from app.services.portfolios import PortfolioDirectory

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SENT_HEADERS = (
    "Authorization",
    "Content-Type",
    "Accept-Language",
    "Flow-Secret",
    "Device-Secret",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "X-Request-Id",
    "Last-Event-ID",
)
READ_HEADERS = (
    "ETag",
    "Retry-After",
    "RateLimit",
    "RateLimit-Policy",
    "X-Request-Id",
    "WWW-Authenticate",
    "Content-Disposition",
    "Content-Language",
    "Document-Reference",
    "Idempotent-Replayed",
    "Deprecation",
    "Sunset",
)
REMEMBERED_RULES = 64
READER = "reader"
"""Where the request's state keeps the page that may read the answer."""


class Reader:
    """A page of the portfolio that was called, and what it must see to read an answer."""

    def __init__(self, rules: CORSMiddleware, request_headers: Headers) -> None:
        self._rules = rules
        self._request_headers = request_headers

    def preflight(self) -> Response | None:
        """The answer to a browser that asks before it sends the request; None when it does not."""
        if "access-control-request-method" not in self._request_headers:
            return None
        return self._rules.preflight_response(self._request_headers)

    async def send(self, message: Message, send: Send) -> None:
        """Send the beginning of an answer, readable."""
        await self._rules.send(message, send, self._request_headers)


class CrossOrigin:
    """Inside `RequestContext`, which makes every answer readable, its own problems included."""

    def __init__(self, app: ASGIApp, portfolios: PortfolioDirectory) -> None:
        self._app = app
        self._portfolios = portfolios
        self._rules_of = lru_cache(REMEMBERED_RULES)(partial(_rules, app))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; one without an Origin costs a look at its headers."""
        reader = None
        if scope["type"] == "http" and any(name == b"origin" for name, _ in scope["headers"]):
            reader = await self._reader(scope)
        if reader is None:
            await self._app(scope, receive, send)
        elif scope["method"] == "OPTIONS" and (response := reader.preflight()):
            await response(scope, receive, send)
        else:
            scope["state"][READER] = reader
            await self._app(scope, receive, send)

    async def _reader(self, scope: Scope) -> Reader | None:
        try:
            portfolio = await self._portfolios.at_host(host_of(scope))
        except UnknownHost:
            return None
        headers = Headers(scope=scope)
        origins = portfolio.configuration.allowed_origins
        return Reader(self._rules_of(origins), headers) if headers["origin"] in origins else None


def _rules(app: ASGIApp, origins: tuple[str, ...]) -> CORSMiddleware:
    return CORSMiddleware(
        app,
        allow_origins=origins,
        allow_methods=METHODS,
        allow_headers=SENT_HEADERS,
        expose_headers=READ_HEADERS,
        allow_credentials=True,
    )
