"""The outermost layer: request id, security headers, one log line and one metric per answer."""

import re
import time
from collections.abc import Iterable

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors.base import DomainError
from app.errors.requests import BodyTooLarge, InternalError
from app.http.cors import READER
from app.http.problems import render, translate
from app.http.quotas import QUOTAS, quota_fields
from app.observability.metrics import Metrics
from app.values.ids import new_id

REQUEST_ID = re.compile(rb"[A-Za-z0-9._\-]{8,64}")
API_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""`default-src` is for what is fetched: the last three are said apart (CSP Level 3)."""
UNMATCHED = "unmatched"
TOO_LARGE = 413
SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-site"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"strict-transport-security", b"max-age=63072000; includeSubDomains"),
)

log = structlog.get_logger()


class RequestContext:
    """Wraps the application; also the place where an unknown exception becomes a 500 problem.

    Plain ASGI: it is on every request's path, and nothing of the body passes through it.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope["headers"])
        # The server shares one state dictionary between requests: each gets its own copy.
        scope["state"] = {**scope.get("state", {}), "request_id": request_id}
        answer = _Answer(scope, receive, send, request_id)
        started = time.perf_counter()
        error: Exception | None = None
        try:
            await self._app(scope, receive, answer.send)
        except Exception as caught:  # noqa: BLE001 - the last resort: nothing may leave unanswered
            error = caught
            await answer.fail(caught)
        self._record(scope, answer.status, request_id, started, error)

    def _record(
        self,
        scope: Scope,
        status: int,
        request_id: str,
        started: float,
        error: Exception | None,
    ) -> None:
        seconds = time.perf_counter() - started
        route = getattr(scope.get("route"), "path_format", UNMATCHED)
        method = scope["method"]
        self._metrics.observe_request(method, route, status, seconds)
        write = log.info if error is None else log.error
        write(
            "request",
            request_id=request_id,
            method=method,
            route=route,
            status=status,
            duration_ms=round(seconds * 1000, 2),
            **({"exc_info": error} if error else {}),
        )


class _Answer:
    """The response on its way out: headers that every answer has, and the 413 in our form."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._request_id = request_id.encode()
        self._replaced = False
        self.status = 500
        self.started = False

    async def send(self, message: Message) -> None:
        if self._replaced:
            return
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            if message["status"] == TOO_LARGE and headers.get("content-type", "").startswith(
                "text/plain"
            ):
                # The framework's body limit answers in plain text.
                await self._replace(BodyTooLarge())
                return
            self.status, self.started = message["status"], True
            state = self._scope["state"]
            _complete(headers, self._request_id)
            if quotas := state.get(QUOTAS):
                headers.raw.extend(quota_fields(quotas))
            if reader := state.get(READER):
                await reader.send(message, self._send)
                return
        await self._send(message)

    async def fail(self, error: Exception) -> None:
        if not self.started:
            await self._replace(translate(error) or InternalError())

    async def _replace(self, error: DomainError) -> None:
        response = render(error, Request(self._scope))
        await response(self._scope, self._receive, self.send)
        self._replaced = True


def _complete(headers: MutableHeaders, request_id: bytes) -> None:
    headers.raw.append((b"x-request-id", request_id))
    headers.raw.extend(SECURITY_HEADERS)
    names = {name for name, _ in headers.raw}
    if b"cache-control" not in names:
        headers.raw.append((b"cache-control", b"no-store"))
    if b"content-security-policy" not in names:
        headers.raw.append((b"content-security-policy", API_POLICY.encode()))


def _request_id(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The id the caller gave, if it is harmless, else a fresh one."""
    for name, value in headers:
        if name == b"x-request-id" and REQUEST_ID.fullmatch(value):
            return value.decode()
    return str(new_id())
