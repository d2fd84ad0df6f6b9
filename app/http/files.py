"""Files on their way out: their names, and documents that are drawn only when they must be."""

import re
import unicodedata
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from app.http.answers import JSON
from app.http.etags import is_known, tagged
from app.schemas.downloads import DownloadLinkRead
from app.services.documents import DocumentPrinter, IssuedDocument
from app.values.entity_tags import tag_of
from app.values.labels import FRENCH
from app.values.principals import CurrentMember

LONGEST_NAME = 150
RESERVED = re.compile(r'[/\\:*?"<>|]')
SPACES = re.compile(r"\s+")
LIGATURES = str.maketrans({"Œ": "OE", "œ": "oe", "Æ": "AE", "æ": "ae", "ß": "ss", "’": "'"})
PDF = "application/pdf"
ZIP = "application/zip"
BINARY = {"schema": {"type": "string", "format": "binary"}}
DOCUMENT_REFERENCE = "Document-Reference"


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


def pdf_response(
    description: str, headers: dict[str, dict[str, Any]] | None = None
) -> dict[str, Any]:
    """The OpenAPI response of a PDF, with what else its headers tell."""
    return file_response(description, PDF, headers=headers)


def file_response(
    description: str, *media_types: str, headers: dict[str, dict[str, Any]] | None = None
) -> dict[str, Any]:
    """The OpenAPI response of a file of one of these types."""
    return {
        "description": description,
        "content": dict.fromkeys(media_types, BINARY),
        "headers": {
            "Content-Disposition": {"schema": {"type": "string"}, "description": "File name."},
            **(headers or {}),
        },
    }


def printed_response(description: str) -> dict[str, Any]:
    """The OpenAPI response of a PDF that bears a verification reference."""
    reference = {
        "schema": {"type": "string", "examples": ["7K3M-9XQP-2RT8"]},
        "description": "The reference it bears, for `GET /v1/documents/{reference}/verification`.",
    }
    return pdf_response(description, {DOCUMENT_REFERENCE: reference})


def document_response(description: str) -> dict[str, Any]:
    """The same, of one that may also be had by a link."""
    printed = printed_response(description)
    return printed | {"model": DownloadLinkRead}


async def pdf_answer(
    request: Request,
    draw: Callable[[], Awaitable[bytes]],
    *,
    state: bytes,
    file_name: str,
    language: str,
    reference: str,
) -> Response:
    """The document, tagged by what it depends on: a client that holds it costs no drawing.

    `reference` is the one it bears, as it is typed: who keeps the file need not read it there.
    """
    etag = tag_of(PDF.encode(), state)
    body = b"" if is_known(request, etag) else await draw()
    headers = {
        "Content-Disposition": content_disposition(file_name),
        "Content-Language": language,
        DOCUMENT_REFERENCE: reference,
    }
    return tagged(request, body, media_type=PDF, etag=etag, headers=headers)


async def document_answer(
    request: Request,
    member: CurrentMember,
    printer: DocumentPrinter,
    document: IssuedDocument,
    *,
    link: bool,
) -> Response:
    """A document that was issued, in French, whatever the reader's language; or a link to it."""
    if link:
        found = printer.link(member, document)
        told = DownloadLinkRead(path=found.path, expires_at=found.expires_at)
        headers = {DOCUMENT_REFERENCE: document.written_reference}
        return Response(told.model_dump_json(), media_type=JSON, headers=headers)
    return await pdf_answer(
        request,
        partial(printer.copy, member, document),
        state=document.state,
        file_name=document.order.file_name,
        language=FRENCH,
        reference=document.written_reference,
    )
