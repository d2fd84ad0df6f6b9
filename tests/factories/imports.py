"""Running imports of lines, as a stream in chunks."""

from collections.abc import AsyncIterator, Iterable
from typing import Any
from uuid import UUID

import orjson

from app.container import Container
from app.schemas.imports import ImportRead
from app.services.feeds.source import FeedSource
from app.services.imports.imports import ImportOrder
from app.services.portfolios import CurrentPortfolio
from app.values.imports import ImportKind
from app.values.principals import CurrentPartner


def ndjson(*lines: dict[str, Any] | bytes) -> bytes:
    """Lines of an import; what is bytes already stays as it is."""
    return b"".join(
        (line if isinstance(line, bytes) else orjson.dumps(line)) + b"\n" for line in lines
    )


async def streamed(chunks: Iterable[bytes]) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def run_import(
    container: Container,
    portfolio: CurrentPortfolio,
    kind: str,
    chunks: Iterable[bytes] | AsyncIterator[bytes],
    partner: CurrentPartner | None = None,
    **order: Any,
) -> ImportRead:
    """Import the chunks through the real service."""
    source = FeedSource(portfolio, partner)
    stream = chunks if isinstance(chunks, AsyncIterator) else streamed(chunks)
    return await container.imports().run(ImportOrder(ImportKind(kind), source, **order), stream)


async def results_of(
    container: Container, portfolio: CurrentPortfolio, import_id: UUID
) -> list[dict[str, Any]]:
    """What became of each line."""
    chunks = await container.imports().results(import_id, FeedSource(portfolio))
    return [orjson.loads(line) async for chunk in chunks for line in chunk.splitlines()]


def counts(found: ImportRead) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, rejected."""
    return found.created, found.updated, found.unchanged, found.rejected
