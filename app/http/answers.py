"""Answers of the hottest reads: written out once, straight from plain values.

FastAPI validates a returned value against its declared type and then writes it; for a page of
lines that costs more than the rest of the request. These operations still declare their
`response_model`, and the tests validate their answers against it.
"""

from collections.abc import Mapping
from typing import Any

import orjson
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.http.etags import tagged
from app.values.entity_tags import tag_of

JSON = "application/json"
PUBLIC_HOUR = "public, max-age=3600"


def raw_answer(content: Mapping[str, Any], *, language: str) -> Response:
    """The content as JSON, amounts as the decimal strings that the database's scale gives them."""
    return Response(
        orjson.dumps(content, default=str), media_type=JSON, headers={"Content-Language": language}
    )


def tagged_answer(request: Request, content: BaseModel, *, language: str) -> Response:
    """A single resource with its entity tag, or 304 when the client holds this very state."""
    headers = {"Content-Language": language}
    return tagged(request, content.model_dump_json().encode(), media_type=JSON, headers=headers)


def written_answer(content: BaseModel, *, language: str) -> Response:
    """A single resource as a change left it, with the tag that its next change goes by."""
    body = content.model_dump_json().encode()
    headers = {"Content-Language": language, "ETag": tag_of(body)}
    return Response(body, media_type=JSON, headers=headers)


def tagged_raw_answer(request: Request, content: Mapping[str, Any], *, language: str) -> Response:
    """The same as `raw_answer` with its entity tag, for one resource."""
    headers = {"Content-Language": language}
    body = orjson.dumps(content, default=str)
    return tagged(request, body, media_type=JSON, headers=headers)


def public_answer(request: Request, content: Mapping[str, Any]) -> Response:
    """What concerns nobody and is the same in every language, for caches to keep."""
    headers = {"Cache-Control": PUBLIC_HOUR, "Vary": "Origin"}
    return tagged(request, orjson.dumps(content), media_type=JSON, headers=headers)


def reference_answer(request: Request, content: Mapping[str, Any], *, language: str) -> Response:
    """A public list that caches may keep, one copy per language."""
    headers = {
        "Cache-Control": PUBLIC_HOUR,
        "Content-Language": language,
        "Vary": "Accept-Language, Origin",
    }
    return tagged(request, orjson.dumps(content, default=str), media_type=JSON, headers=headers)
