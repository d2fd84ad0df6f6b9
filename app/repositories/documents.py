"""Questions about documents that were issued."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, case, exists, insert, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models.contract import Contract
from app.models.cover import Cover
from app.models.document import Document, DocumentPerson
from app.repositories.base import WANTED, AnyRow, insert_into, padded, table_of
from app.values.documents import DocumentKind

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
_UNDER_THE_CONTRACT = and_(
    Cover.beneficiary_id == DocumentPerson.beneficiary_id,
    Cover.contract_id == _TABLE.c.subject_id,
)
_COVERED_THAT_DAY = exists().where(
    _UNDER_THE_CONTRACT,
    Cover.starts_on <= _TABLE.c.stated_on,
    or_(Cover.ends_on.is_(None), Cover.ends_on >= _TABLE.c.stated_on),
)
_ENDED_THAT_DAY = and_(
    exists().where(
        _UNDER_THE_CONTRACT,
        Contract.id == Cover.contract_id,
        or_(Cover.ends_on == DocumentPerson.until, Contract.ends_on == DocumentPerson.until),
    ),
    not_(exists().where(_UNDER_THE_CONTRACT, Cover.starts_on > DocumentPerson.until)),
)
_CONTRADICTED = (
    exists()
    .where(
        DocumentPerson.document_id == _TABLE.c.id,
        DocumentPerson.beneficiary_id.in_(WANTED),
        not_(case((DocumentPerson.until.is_(None), _COVERED_THAT_DAY), else_=_ENDED_THAT_DAY)),
    )
    .correlate(_TABLE)
)
_WITHDRAW_CONTRADICTED = (
    update(_TABLE)
    .where(_TABLE.c.withdrawn_at.is_(None), _CONTRADICTED)
    .values(withdrawn_at=bindparam("now"))
)
_AT_A_LEVEL = (
    exists()
    .where(
        DocumentPerson.document_id == _TABLE.c.id,
        _UNDER_THE_CONTRACT,
        Cover.benefit_level_id.in_(WANTED),
    )
    .correlate(_TABLE)
)
_WITHDRAW_OF_LEVELS = (
    update(_TABLE)
    .where(_TABLE.c.withdrawn_at.is_(None), _TABLE.c.kind == DocumentKind.BENEFITS, _AT_A_LEVEL)
    .values(withdrawn_at=bindparam("now"))
)
_IS_REFERENCE = exists().where(_TABLE.c.reference == bindparam("of_reference"))
_WITHDRAW_REFERENCE = (
    update(_TABLE)
    .where(
        _TABLE.c.reference == bindparam("of_reference"),
        _TABLE.c.withdrawn_at.is_(None),
    )
    .values(withdrawn_at=bindparam("now"))
    .returning(_TABLE.c.id, _TABLE.c.portfolio_id)
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

    async def is_reference(self, reference: str) -> bool:
        """Whether a document of any portfolio bears it, withdrawn or not."""
        return bool(await self._session.scalar(select(_IS_REFERENCE), {"of_reference": reference}))

    async def withdraw(self, reference: str, now: datetime) -> AnyRow | None:
        """Take one back; which, and of which portfolio, if there was one to take."""
        parameters = {"of_reference": reference, "now": now}
        return (await self._session.execute(_WITHDRAW_REFERENCE, parameters)).one_or_none()

    async def withdraw_of_subjects(
        self, kind: DocumentKind, subject_ids: Iterable[UUID], now: datetime
    ) -> None:
        """Take back all documents of a kind about these subjects."""
        if wanted := padded(subject_ids):
            await self._session.execute(
                update(_TABLE)
                .where(
                    _TABLE.c.kind == kind,
                    _TABLE.c.subject_id.in_(wanted),
                    _TABLE.c.withdrawn_at.is_(None),
                )
                .values(withdrawn_at=now)
            )

    async def withdraw_contradicted(self, beneficiary_ids: Iterable[UUID], now: datetime) -> None:
        """Take back the certificates that state of these persons what their covers, as they stand
        now, do not say.
        """
        if wanted := padded(beneficiary_ids):
            await self._session.execute(_WITHDRAW_CONTRADICTED, {"wanted": wanted, "now": now})

    async def withdraw_of_levels(self, level_ids: Iterable[UUID], now: datetime) -> None:
        """Take back the tables of guarantees of whoever is, or was, covered at these levels."""
        if wanted := padded(level_ids):
            await self._session.execute(_WITHDRAW_OF_LEVELS, {"wanted": wanted, "now": now})
