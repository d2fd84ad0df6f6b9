"""Questions about documents that were issued."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models.document import Document, DocumentPerson
from app.repositories.base import AnyRow, insert_into, table_of

_TABLE = table_of(Document)
_LIVE = select(_TABLE).where(
    Document.portfolio_id == bindparam("portfolio_id"),
    Document.facts_hash == bindparam("facts_hash"),
    Document.withdrawn_at.is_(None),
)
_BY_REFERENCE = select(
    Document.kind, Document.issued_at, Document.withdrawn_at, Document.sha256
).where(
    Document.portfolio_id == bindparam("portfolio_id"),
    Document.reference == bindparam("reference"),
)
_BY_ID = select(Document.storage_key, Document.size, Document.file_name, Document.kind).where(
    Document.portfolio_id == bindparam("portfolio_id"),
    Document.id == bindparam("document_id"),
)
_REPLACE_FILE = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("document_id"))
    .values(
        storage_key=bindparam("new_key"), sha256=bindparam("new_sha256"), size=bindparam("new_size")
    )
)


class DocumentReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find_live(self, portfolio_id: UUID, facts_hash: bytes) -> AnyRow | None:
        """The document that states these facts and was not withdrawn."""
        parameters = {"portfolio_id": portfolio_id, "facts_hash": facts_hash}
        return (await self._connection.execute(_LIVE, parameters)).one_or_none()

    async def find_by_reference(self, portfolio_id: UUID, reference: str) -> AnyRow | None:
        """What anybody who holds the document may know of it."""
        parameters = {"portfolio_id": portfolio_id, "reference": reference}
        return (await self._connection.execute(_BY_REFERENCE, parameters)).one_or_none()

    async def find_file(self, portfolio_id: UUID, document_id: UUID) -> AnyRow | None:
        """Where its file is, and what it is called."""
        parameters = {"portfolio_id": portfolio_id, "document_id": document_id}
        return (await self._connection.execute(_BY_ID, parameters)).one_or_none()


class DocumentRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(
        self, values: dict[str, Any], persons: Iterable[tuple[UUID, date | None]]
    ) -> bool:
        """Keep a document and whose cover it states, unless one that states the same was kept
        meanwhile.
        """
        statement = insert_into(self._session, Document).values(values).on_conflict_do_nothing()
        added = bool((await self._session.execute(statement.returning(_TABLE.c.id))).all())
        rows = [
            {"document_id": values["id"], "beneficiary_id": person_id, "until": until}
            for person_id, until in persons
        ]
        if added and rows:
            await self._session.execute(insert(table_of(DocumentPerson)), rows)
        return added

    async def replace_file(self, document_id: UUID, key: str, sha256: bytes, size: int) -> None:
        """Another file, drawn again, for a document whose own was lost."""
        parameters = {
            "document_id": document_id,
            "new_key": key,
            "new_sha256": sha256,
            "new_size": size,
        }
        await self._session.execute(_REPLACE_FILE, parameters)
