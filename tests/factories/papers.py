"""Documents as members download them, and what is kept of them."""

import re
from dataclasses import replace
from io import BytesIO
from typing import Any
from uuid import UUID

from pypdf import PdfReader
from sqlalchemy import select

from app.container import Container
from app.models.audit import AuditEntry
from app.models.contract import Contract
from app.models.document import Document
from app.models.statement import Statement
from app.services.downloads import PATH, DownloadKind, Downloads
from tests.factories.families import member_reading

LIFETIME = 60
REFERENCE = re.compile(r"Réf\. ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})")


def text_of(pdf: bytes) -> str:
    """The text of all pages."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def reference_of(pdf: bytes) -> str:
    """The reference that every page bears, the same on each."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    (found,) = {reference for page in pages for reference in REFERENCE.findall(page)}
    assert all(found in page for page in pages)
    return str(found)


async def statement_id(container: Container, ref: str) -> str:
    """The id of the statement a feed named so."""
    async with container.database.read() as connection:
        return str(await connection.scalar(select(Statement.id).where(Statement.ref == ref)))


async def contract_id(container: Container, ref: str = "C-1") -> str:
    """The id of the contract a feed named so."""
    async with container.database.read() as connection:
        return str(await connection.scalar(select(Contract.id).where(Contract.ref == ref)))


async def documents(container: Container) -> list[Any]:
    """What the table has, oldest first."""
    question = select(Document.__table__).order_by(Document.issued_at, Document.id)
    async with container.database.read() as connection:
        return list((await connection.execute(question)).all())


async def audited(container: Container, ending: str) -> list[tuple[str, str, str]]:
    """Actions that end so, with their result and subject, in order."""
    question = (
        select(AuditEntry.action, AuditEntry.result, AuditEntry.subject_id)
        .where(AuditEntry.action.endswith(ending))
        .order_by(AuditEntry.id)
    )
    async with container.database.read() as connection:
        rows = await connection.execute(question)
        return [(row.action, row.result, str(row.subject_id)) for row in rows]


async def link_to_document(
    container: Container, headers: dict[str, str], document_id: UUID | None = None
) -> str:
    """The token of a link, for the session of these headers, to a document: the newest one."""
    token = headers["Authorization"].removeprefix("Bearer ")
    claims = container.access_tokens.verify(token, audience="hcr", now=container.clock.now())
    reader = replace(await member_reading(container), session_id=claims.session_id)
    downloads = Downloads(container.database, container.storage, container.keyring, container.clock)
    named = document_id or (await documents(container))[-1].id
    link = downloads.link(reader, DownloadKind.DOCUMENT, named)
    assert (link.expires_at - container.clock.now()).total_seconds() <= LIFETIME
    return link.path.removeprefix(PATH)
