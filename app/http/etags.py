"""Entity tags (RFC 9110 §8.8.3): an answer the client already holds is not sent again."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.values.entity_tags import tag_of

NOT_MODIFIED = 304


def is_known(request: Request, etag: str) -> bool:
    """Whether the client says it holds this very answer."""
    header = request.headers.get("if-none-match", "")
    return header.strip() == "*" or etag in {
        candidate.strip().removeprefix("W/") for candidate in header.split(",")
    }


def tagged(
    request: Request,
    body: bytes,
    *,
    media_type: str,
    etag: str | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """The body with its entity tag, or 304 without it when the client holds it already."""
    etag = etag or tag_of(body)
    common = {**(headers or {}), "ETag": etag}
    if is_known(request, etag):
        return Response(status_code=NOT_MODIFIED, headers=common)
    return Response(body, media_type=media_type, headers=common)


def not_modified() -> dict[int | str, dict[str, Any]]:
    """The OpenAPI response of an answer the client already holds."""
    return {NOT_MODIFIED: {"description": "Not modified since the `ETag` in `If-None-Match`"}}
