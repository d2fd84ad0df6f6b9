"""Questions about imports and their results."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models.import_run import ImportResultChunk, ImportRun
from app.models.partner_token import PartnerToken
from app.repositories.base import AnyRow

FILLED_TABLES = (
    "benefit_levels",
    "contracts",
    "members",
    "beneficiaries",
    "covers",
    "statements",
    "statement_lines",
)

_READ = (
    select(
        ImportRun.id,
        ImportRun.kind,
        ImportRun.state,
        ImportRun.dry_run,
        ImportRun.lines,
        ImportRun.created,
        ImportRun.updated,
        ImportRun.unchanged,
        ImportRun.rejected,
        ImportRun.started_at,
        ImportRun.finished_at,
        ImportRun.failure,
    )
    .outerjoin(PartnerToken, PartnerToken.id == ImportRun.partner_token_id)
    .where(
        ImportRun.id == bindparam("import_id"),
        ImportRun.portfolio_id == bindparam("portfolio_id"),
    )
)
_READ_OF_EMPLOYER = _READ.where(PartnerToken.employer_ref == bindparam("employer_ref"))
_NEXT_CHUNK = (
    select(ImportResultChunk.id, ImportResultChunk.first_line, ImportResultChunk.results_sealed)
    .where(
        ImportResultChunk.import_run_id == bindparam("import_id"),
        ImportResultChunk.first_line > bindparam("after"),
    )
    .order_by(ImportResultChunk.first_line)
    .limit(1)
)


class ImportReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(
        self, import_id: UUID, portfolio_id: UUID, employer_ref: str | None
    ) -> AnyRow | None:
        """The import of this portfolio; an employer's token sees its employer's alone."""
        parameters = {"import_id": import_id, "portfolio_id": portfolio_id}
        if employer_ref is None:
            return (await self._connection.execute(_READ, parameters)).one_or_none()
        bound = {**parameters, "employer_ref": employer_ref}
        return (await self._connection.execute(_READ_OF_EMPLOYER, bound)).one_or_none()

    async def next_chunk(self, import_id: UUID, after: int) -> AnyRow | None:
        """The results of the first batch that begins after this line."""
        parameters = {"import_id": import_id, "after": after}
        return (await self._connection.execute(_NEXT_CHUNK, parameters)).one_or_none()


class ImportRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, run: ImportRun | ImportResultChunk) -> None:
        """Keep an import that begins, or the results of a batch."""
        self._session.add(run)

    async def change(self, import_id: UUID, values: Mapping[str, Any]) -> None:
        """Record how far the import is."""
        await self._session.execute(
            update(ImportRun).where(ImportRun.id == import_id).values(**values)
        )

    async def refresh_statistics(self) -> None:
        """Have PostgreSQL look again at the tables that imports fill.

        Without statistics it finds a batch's references by portfolio alone and reads the whole
        table: a first import of a million lines was five times slower. Autovacuum comes too late
        for one that takes a minute, and not at all where it is off.
        """
        if self._session.get_bind().dialect.name == "postgresql":
            await self._session.execute(text(f"ANALYZE {', '.join(FILLED_TABLES)}"))
