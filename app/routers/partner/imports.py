"""Streams of lines from partners, and what became of each line.

Each kind is an operation of its own, so that each names its scope.
"""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse

from app.dependencies.feeds import FollowsImports, ImportServiceDep, feed_source
from app.errors.feeds import ImportNotFound, StreamBroken
from app.errors.requests import BodyTooLarge, UnsupportedMediaType
from app.http.problems import problems
from app.schemas.imports import RESULT_EXAMPLE, ImportRead
from app.services.feeds.kind import FeedKind
from app.services.feeds.kinds import KINDS
from app.services.feeds.source import FeedSource
from app.services.imports.imports import BATCH_BYTES, BATCH_LINES, ImportOrder
from app.values.ids import parse_id

NDJSON = "application/x-ndjson"
ACCEPTED = frozenset({NDJSON, "application/ndjson", "application/jsonl"})
STREAM_BYTES = 1 << 40
"""A stream is read line by line and never held: its length is no danger."""
RESULTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "NDJSON, one object a line sent, in their order.",
        "content": {NDJSON: {"schema": {"type": "string"}, "example": RESULT_EXAMPLE}},
    }
}
router = APIRouter(prefix="/partner/v1/imports", tags=["feeds in"])
ImportId = Annotated[str, Path(description="The `id` that the import answered.")]
DryRun = Annotated[
    bool,
    Query(
        description=(
            f"Do everything, then undo it: only tell. Each batch of up to {BATCH_LINES} lines or "
            f"{BATCH_BYTES // 1024} KiB is tried by itself: its lines see each other, and nothing "
            "of the batches before it."
        )
    ),
]


def _describe(kind: FeedKind) -> dict[str, Any]:
    line = orjson.dumps(kind.example).decode()
    description = (
        f"One JSON object a line: the body of `put{kind.noun}` and its `ref`. "
        "Empty lines are skipped."
    )
    return {
        "requestBody": {
            "required": True,
            "description": description,
            "content": {NDJSON: {"schema": {"type": "string"}, "example": f"{line}\n"}},
        }
    }


def _add_import(kind: FeedKind) -> None:
    @router.post(
        f"/{kind.code.value}",
        operation_id=f"import{kind.noun}Lines",
        summary=f"Import a stream of {kind.code.value.replace('-', ' ')}",
        status_code=HTTPStatus.CREATED,
        responses=problems(StreamBroken, BodyTooLarge, UnsupportedMediaType),
        openapi_extra=_describe(kind),
        max_body_size=STREAM_BYTES,
    )
    async def import_lines(
        request: Request,
        source: Annotated[FeedSource, Depends(feed_source(kind.scope))],
        imports: ImportServiceDep,
        dry_run: DryRun = False,
    ) -> ImportRead:
        """Each line stands alone: a bad one is rejected with its number and code, the others
        count. Batches are applied as they come: if the stream breaks off, the earlier ones stand,
        and sending the whole again changes nothing twice.
        """
        _check_media_type(request)
        return await imports.run(ImportOrder(kind.code, source, dry_run), _chunks(request))


for feed_kind in KINDS.values():
    _add_import(feed_kind)


@router.get(
    "/{import_id}",
    operation_id="getImport",
    summary="Read an import and its counts so far",
    responses=problems(ImportNotFound),
)
async def get_import(
    import_id: ImportId, source: FollowsImports, imports: ImportServiceDep
) -> ImportRead:
    """Counts grow batch by batch while it runs."""
    return await imports.get(parse_id(import_id), source)


@router.get(
    "/{import_id}/results",
    operation_id="streamImportResults",
    summary="Read what became of each line",
    response_class=StreamingResponse,
    responses=RESULTS | problems(ImportNotFound),
)
async def stream_import_results(
    import_id: ImportId, source: FollowsImports, imports: ImportServiceDep
) -> StreamingResponse:
    """`line`, `ref`, `outcome` and, for a rejected line, `code` and the places in `errors`."""
    return StreamingResponse(await imports.results(parse_id(import_id), source), media_type=NDJSON)


def _check_media_type(request: Request) -> None:
    """A body that says it is something else than NDJSON is not read."""
    kind = request.headers.get("content-type", NDJSON).partition(";")[0].strip().lower()
    if kind not in ACCEPTED:
        raise UnsupportedMediaType


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    """The body as it arrives.

    Raises:
        StreamBroken: the sender went away before the end.
    """
    try:
        async for chunk in request.stream():
            yield chunk
    except ClientDisconnect:
        raise StreamBroken from None
