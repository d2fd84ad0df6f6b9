"""Applications with settings of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from fastapi import FastAPI

from app.container import Container
from app.gateways.clock import SystemClock
from app.main import create_app
from app.settings import Profile, Settings

LOOPBACK = "127.0.0.1"


def declared_app() -> FastAPI:
    """The application for what it declares; no database is behind it."""
    return create_app(Settings(profile=Profile.DEMO))


def calling(container: Container, peer: str = LOOPBACK, **options: Any) -> httpx.AsyncClient:
    """A client of this container's application, connected from that address."""
    app = create_app(container.settings, container)
    transport = httpx.ASGITransport(app, client=(peer, 50000))
    return httpx.AsyncClient(transport=transport, base_url="http://espace.test", **options)


@asynccontextmanager
async def opened(
    settings: Settings, clock: SystemClock, **changes: Any
) -> AsyncIterator[Container]:
    """A container of its own, with these settings changed."""
    container = Container(settings.model_copy(update=changes), clock=clock)
    try:
        yield container
    finally:
        await container.close()
