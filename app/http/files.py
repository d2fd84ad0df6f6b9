"""Files on their way out: their names, and documents that are drawn only when they must be."""

import re
import unicodedata
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from app.http.etags import is_known, tag_of, tagged

LONGEST_NAME = 150
RESERVED = re.compile(r'[/\\:*?"<>|]')
SPACES = re.compile(r"\s+")
LIGATURES = str.maketrans({"Œ": "OE", "œ": "oe", "Æ": "AE", "æ": "ae", "ß": "ss", "’": "'"})
PDF = "application/pdf"


def content_disposition(name: str) -> str:
    """`attachment` with the name in ASCII and in full (RFC 6266, RFC 8187).

    Control characters, direction marks and what file systems reserve never reach the header.
    """
    kept = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", name)
        if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    clean = SPACES.sub(" ", RESERVED.sub("-", kept)).strip(" .")[-LONGEST_NAME:] or "document"
    plain = (
        unicodedata.normalize("NFKD", clean.translate(LIGATURES))
        .encode("ascii", "ignore")
        .decode()
        .strip()
    )
    plain = plain or "document"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"


def pdf_response(description: str) -> dict[str, Any]:
    """The OpenAPI response of a PDF."""
    return {
        "description": description,
        "content": {PDF: {"schema": {"type": "string", "format": "binary"}}},
        "headers": {
            "Content-Disposition": {"schema": {"type": "string"}, "description": "File name."},
        },
    }


async def pdf_answer(
    request: Request,
    draw: Callable[[], Awaitable[bytes]],
    *,
    state: bytes,
    file_name: str,
    language: str,
) -> Response:
    """The document, tagged by what it depends on: a client that holds it costs no drawing."""
    etag = tag_of(PDF.encode(), state)
    body = b"" if is_known(request, etag) else await draw()
    headers = {
        "Content-Disposition": content_disposition(file_name),
        "Content-Language": language,
    }
    return tagged(request, body, media_type=PDF, etag=etag, headers=headers)
