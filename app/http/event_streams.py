"""Server-sent events, as the HTML standard has them."""

from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import StreamingResponse

from app.schemas.events import FamilyEventRead
from app.services.event_stream import Beat

MEDIA_TYPE = "text/event-stream"
RETRY_MILLISECONDS = 3_000
HEADERS = {"X-Accel-Buffering": "no"}
"""Proxies that hold answers back until they are whole are told not to."""
EXAMPLE = (
    f"retry: {RETRY_MILLISECONDS}\nid: 4710\n\n"
    "id: 4711\nevent: change_request.updated\n"
    'data: {"id":"01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d","kind":"change_request.updated",'
    '"subject_id":"01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4e","occurred_at":"2026-03-14T11:00:00Z"}\n\n'
    ": still here\n\n"
)


def event_stream(beats: AsyncIterator[Beat]) -> StreamingResponse:
    """The answer that lasts as long as the beats."""
    return StreamingResponse(_written(beats), media_type=MEDIA_TYPE, headers=HEADERS)


def streams_events() -> dict[int | str, dict[str, Any]]:
    """What the OpenAPI document says of it."""
    content = {MEDIA_TYPE: {"schema": {"type": "string"}, "example": EXAMPLE}}
    return {200: {"description": "Events, as they happen.", "content": content}}


async def _written(beats: AsyncIterator[Beat]) -> AsyncIterator[str]:
    # An id without data is no event, and still what the client sends back when it returns.
    first = await anext(beats)
    yield f"retry: {RETRY_MILLISECONDS}\nid: {first.position}\n\n"
    async for beat in beats:
        for row in beat.events:
            told = FamilyEventRead(
                id=row.id, kind=row.kind, subject_id=row.subject_id, occurred_at=row.occurred_at
            )
            data = told.model_dump_json()
            yield f"id: {row.position}\nevent: {told.kind}\ndata: {data}\n\n"
        if not beat.events:
            yield ": still here\n\n"
