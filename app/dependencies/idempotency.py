"""Requests that create, sent twice: `route_class=CreatingRoute` on the router is all it takes.

Every POST of such a router that answers 201 or 202 takes an `Idempotency-Key`. The guard holds the
key once it knows whose it is, the route keeps the answer before the commit, and what fails gives
the key up.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Request
from fastapi.routing import APIRoute
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile
from starlette.responses import Response

from app.container import Container
from app.dependencies.infrastructure import get_container
from app.services.idempotency_keys import IdempotencyKeys, KeptAnswer, KeyUse

CREATED = frozenset({HTTPStatus.CREATED, HTTPStatus.ACCEPTED})
REPLAYED = "Idempotent-Replayed"
READ_AT_ONCE = 65_536
KeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=200,
        pattern="^[!-~]+$",
        description="Names this request, a fresh UUID for example: sent again with the same body "
        "within 24 hours, it has no second effect and the same answer.",
    ),
]


class _Answered(Exception):
    """The request had its effect before."""

    def __init__(self, kept: KeptAnswer) -> None:
        super().__init__()
        self.kept = kept


class KeyedRequest:
    """What a request under a key has of it, from the guard until the commit."""

    def __init__(self, container: Container, operation: str, key: str) -> None:
        self._keys = IdempotencyKeys(container.database, container.keyring, container.clock)
        self._operation = operation
        self._key = key
        self._held: UUID | None = None

    async def hold(self, request: Request, portfolio_id: UUID, principal_id: UUID) -> None:
        """Go on with the key; or end here, with the answer that was kept."""
        sent = (request.url.path.encode(), request.url.query.encode(), await _body_of(request))
        use = KeyUse(portfolio_id, principal_id, self._operation, self._key, sent)
        found = await self._keys.hold(use)
        if not isinstance(found, UUID):
            raise _Answered(found)
        self._held = found

    async def answer(self, session: AsyncSession, response: Response) -> None:
        """Keep the answer with its effect."""
        if self._held:
            headers = [[name, text] for name, text in response.headers.items()]
            body = bytes(response.body).decode()
            kept = KeptAnswer(status=response.status_code, headers=headers, body=body)
            await self._keys.answer(session, self._held, kept)

    async def free(self) -> None:
        """Give the key up, if it was held."""
        if self._held:
            await self._keys.free(self._held)


async def take_key(request: Request, idempotency_key: KeyHeader = None) -> AsyncIterator[None]:
    """Around the guard and the unit of work: what fails, the commit included, frees the key."""
    if idempotency_key is None:
        yield
        return
    route: CreatingRoute = request.scope["route"]
    keyed = KeyedRequest(get_container(request), route.operation_id or "", idempotency_key)
    request.state.keyed = keyed
    try:
        yield
    except BaseException:
        await keyed.free()
        raise


async def hold_key(request: Request, portfolio_id: UUID, principal_id: UUID) -> None:
    """Called by guards once they know who asks, before anything is locked."""
    keyed: KeyedRequest | None = getattr(request.state, "keyed", None)
    if keyed:
        await keyed.hold(request, portfolio_id, principal_id)


class CreatingRoute(APIRoute):
    """A route whose creating operations take an idempotency key."""

    def __init__(self, path: str, endpoint: Callable[..., Awaitable[Any]], **options: Any) -> None:
        if options.get("status_code") in CREATED and "POST" in options["methods"]:
            around = Depends(take_key, scope="function")
            options["dependencies"] = [around, *(options.get("dependencies") or ())]
        super().__init__(path, endpoint, **options)

    @property
    def takes_key(self) -> bool:
        """Whether it creates something."""
        return self.status_code in CREATED and "POST" in (self.methods or ())

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The framework's handler; its answer is at hand while nothing is committed yet."""
        handle = super().get_route_handler()
        if not self.takes_key:
            return handle

        async def handle_once(request: Request) -> Response:
            try:
                response = await handle(request)
            except _Answered as answered:
                return _replayed(answered.kept)
            keyed: KeyedRequest | None = getattr(request.state, "keyed", None)
            if keyed:
                await keyed.answer(request.state.unit_of_work, response)
            return response

        return handle_once


def _replayed(kept: KeptAnswer) -> Response:
    headers = {name: text for name, text in kept["headers"] if name != "content-length"}
    return Response(kept["body"], kept["status"], {**headers, REPLAYED: "true"})


async def _body_of(request: Request) -> bytes:
    """What was sent, as far as it matters: the boundaries of a form differ each time."""
    if not request.headers.get("content-type", "").startswith("multipart/"):
        return await request.body()
    digest = sha256()
    # Read before, and remembered.
    for name, value in (await request.form()).multi_items():
        digest.update(repr((name, value if isinstance(value, str) else value.filename)).encode())
        if isinstance(value, UploadFile):
            while piece := await value.read(READ_AT_ONCE):
                digest.update(piece)
            await value.seek(0)
    return digest.digest()
