"""One batch of an import: applied together, or in halves until the guilty line is alone."""

from collections import Counter
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app.database.database import Database
from app.errors.base import DomainError
from app.models.import_run import ImportResultChunk
from app.repositories.constraints import refusal_of
from app.repositories.imports import ImportRepository
from app.security.keyring import Keyring
from app.services.feeds.applying import Verdict
from app.services.feeds.desk import FeedDesk
from app.services.feeds.source import FeedSource
from app.services.imports.lines import ImportLine, LineOutcome, count, seal_results, tell
from app.values.ids import new_id
from app.values.imports import ImportKind

Bodies = dict[str, Any]


class BatchImporter:
    """Applies the batches of one import and records their results with them."""

    def __init__(
        self,
        database: Database,
        desk: FeedDesk,
        keyring: Keyring,
        *,
        import_id: UUID,
        kind: ImportKind,
        source: FeedSource,
        dry_run: bool,
    ) -> None:
        self._database = database
        self._desk = desk
        self._keyring = keyring
        self._import_id = import_id
        self._kind = kind
        self._source = source
        self._dry_run = dry_run
        self.counts: Counter[str] = Counter()
        """Lines so far, by outcome."""

    async def apply(self, batch: list[ImportLine]) -> list[LineOutcome]:
        """Apply the lines that could be read; what became of each."""
        bodies: Bodies = {line.ref: line.body for line in batch if line.ref and line.body}
        outcomes = None if self._dry_run else await self._apply_together(batch, bodies)
        if outcomes is None:
            outcomes = tell(batch, await self._settle(bodies))
            async with self._database.short_transaction("import_results") as session:
                await self._record(session, outcomes)
        self.counts += count(outcomes)
        return outcomes

    async def _apply_together(
        self, batch: list[ImportLine], bodies: Bodies
    ) -> list[LineOutcome] | None:
        """The usual way: lines, results and counts in one transaction; None when one spoils it."""
        try:
            async with self._database.short_transaction("import_batch") as session:
                outcomes = tell(batch, await self._apply(session, bodies))
                await self._record(session, outcomes)
        except (DomainError, DBAPIError) as error:
            _meaning_of(error)
            return None
        return outcomes

    async def _settle(self, bodies: Bodies) -> dict[str, Verdict]:
        """Each part in a transaction of its own; a part that is refused is halved."""
        if not bodies:
            return {}
        opened = (
            self._database.rehearsal()
            if self._dry_run
            else self._database.short_transaction("import_part")
        )
        try:
            async with opened as session:
                return await self._apply(session, bodies)
        except (DomainError, DBAPIError) as error:
            refusal = _meaning_of(error)
        if len(bodies) == 1:
            return dict.fromkeys(bodies, refusal)
        items = iter(bodies.items())
        first = dict(islice(items, len(bodies) // 2))
        return {**await self._settle(first), **await self._settle(dict(items))}

    async def _apply(self, session: AsyncSession, bodies: Bodies) -> dict[str, Verdict]:
        return await self._desk.applier(self._kind, session, self._source).apply(bodies)

    async def _record(self, session: AsyncSession, outcomes: list[LineOutcome]) -> None:
        imports = ImportRepository(session)
        chunk = ImportResultChunk(
            id=new_id(), import_run_id=self._import_id, first_line=outcomes[0].line
        )
        chunk.results_sealed = seal_results(self._keyring, chunk.id, outcomes)
        imports.add(chunk)
        counts = self.counts + count(outcomes)
        await imports.change(self._import_id, {"lines": counts.total(), **counts})


def _meaning_of(error: DomainError | DBAPIError) -> DomainError:
    """The refusal of a line; a fault that is not the line's goes on."""
    refusal = refusal_of(error) if isinstance(error, DBAPIError) else error
    if refusal is None:
        raise error
    return refusal
