"""Imports: a stream of lines applied batch by batch, one bad line never losing the others."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterable, AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from app.database.database import Database
from app.errors.base import DomainError
from app.errors.feeds import ImportNotFound
from app.errors.requests import InternalError
from app.gateways.clock import Clock
from app.models.import_run import ImportRun
from app.observability.metrics import Metrics
from app.repositories.imports import ImportReader, ImportRepository
from app.schemas.imports import ImportRead
from app.security.keyring import Keyring
from app.services.audit import AuditRecord, AuditTrail
from app.services.feeds.desk import FeedDesk
from app.services.feeds.kinds import KINDS
from app.services.feeds.source import FeedSource
from app.services.imports.batches import BatchImporter
from app.services.imports.lines import ImportLine, LineOutcome, count, open_results, read_line
from app.services.imports.ndjson import LineSplitter, RawLine
from app.values.audit import AuditAction, AuditResult
from app.values.ids import new_id
from app.values.imports import ImportKind, ImportState

BATCH_LINES = 500
BATCH_BYTES = 512 * 1024
"""Statements have any number of lines: their batches are cut by size."""

INTERRUPTED = "interrupted"
FIRST_STATISTICS = 1_000
"""Lines after which the database first looks at what it holds; then at ten times as many, …"""


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What to import, from whom."""

    kind: ImportKind
    source: FeedSource
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far an import is: lines so far by outcome, and what became of the last batch."""

    counts: Counter[str]
    outcomes: list[LineOutcome]


class ImportService:
    """Runs imports. Every batch is a named transaction; memory holds one batch at a time."""

    def __init__(
        self,
        database: Database,
        desk: FeedDesk,
        keyring: Keyring,
        clock: Clock,
        metrics: Metrics,
        *,
        line_bytes: int,
    ) -> None:
        self._database = database
        self._desk = desk
        self._keyring = keyring
        self._clock = clock
        self._metrics = metrics
        self._line_bytes = line_bytes

    async def run(
        self,
        order: ImportOrder,
        chunks: AsyncIterable[bytes],
        announce: Callable[[ImportProgress], None] | None = None,
    ) -> ImportRead:
        """Import the whole stream; one that breaks off leaves its earlier batches applied.

        Raises:
            PermissionMissing: an employer's token sends affiliations only.
        """
        KINDS[order.kind].check_may_come_from(order.source)
        import_id = await self._begin(order)
        importer = BatchImporter(
            self._database,
            self._desk,
            self._keyring,
            import_id=import_id,
            kind=order.kind,
            source=order.source,
            dry_run=order.dry_run,
        )
        next_statistics = FIRST_STATISTICS
        try:
            async for outcomes in _one_ahead(importer, self._batches(order.kind, chunks)):
                self._measure(order.kind, outcomes)
                if announce:
                    announce(ImportProgress(importer.counts, outcomes))
                if importer.counts.total() >= next_statistics:
                    await self._refresh_statistics()
                    next_statistics *= 10
        except (Exception, asyncio.CancelledError) as error:
            # Whatever stopped it, it must not look as if it still ran.
            with suppress(DBAPIError):
                await asyncio.shield(self._finish(import_id, ImportState.FAILED, _why(error)))
            raise
        await self._finish(import_id, ImportState.COMPLETED, None)
        return await self.get(import_id, order.source)

    async def _refresh_statistics(self) -> None:
        async with self._database.short_transaction("import_statistics") as session:
            await ImportRepository(session).refresh_statistics()

    async def get(self, import_id: UUID, source: FeedSource) -> ImportRead:
        """The import and its counts so far.

        Raises:
            ImportNotFound: not of this portfolio, or not of this employer.
        """
        async with self._database.read() as connection:
            reader = ImportReader(connection)
            row = await reader.find(import_id, source.portfolio.id, source.employer_ref)
        if row is None:
            raise ImportNotFound
        return ImportRead.model_validate(row, from_attributes=True)

    async def results(self, import_id: UUID, source: FeedSource) -> AsyncIterator[bytes]:
        """The results of the import as NDJSON, to be read batch by batch.

        Raises:
            ImportNotFound: not of this portfolio, or not of this employer.
        """
        await self.get(import_id, source)
        return self._stream_results(import_id)

    async def _stream_results(self, import_id: UUID) -> AsyncIterator[bytes]:
        # No connection is held between two batches: a slow reader keeps nobody waiting.
        after = 0
        while True:
            async with self._database.read() as connection:
                chunk = await ImportReader(connection).next_chunk(import_id, after)
            if chunk is None:
                return
            after = chunk.first_line
            yield open_results(self._keyring, chunk.id, chunk.results_sealed)

    async def _batches(
        self, kind: ImportKind, chunks: AsyncIterable[bytes]
    ) -> AsyncIterator[list[ImportLine]]:
        batch: list[ImportLine] = []
        size = 0
        async for raw in _raw_lines(LineSplitter(self._line_bytes), chunks):
            if len(batch) >= BATCH_LINES or size >= BATCH_BYTES:
                yield batch
                batch, size = [], 0
            batch.append(read_line(kind, raw))
            size += len(raw.content or b"")
        if batch:
            yield batch

    async def _begin(self, order: ImportOrder) -> UUID:
        source = order.source
        run = ImportRun(
            id=new_id(),
            portfolio_id=source.portfolio.id,
            partner_token_id=source.token_id,
            kind=order.kind,
            state=ImportState.RUNNING,
            dry_run=order.dry_run,
            started_at=self._clock.now(),
        )
        async with self._database.short_transaction("import_begin") as session:
            ImportRepository(session).add(run)
            AuditTrail(session, self._keyring, self._clock).record(
                AuditRecord(
                    action=AuditAction.IMPORT_STARTED,
                    result=AuditResult.SUCCEEDED,
                    actor_kind=source.actor_kind,
                    actor_id=source.token_id,
                    portfolio_id=run.portfolio_id,
                    subject_id=run.id,
                    reason=order.kind.value,
                ),
                source.origin,
            )
        return run.id

    async def _finish(self, import_id: UUID, state: ImportState, failure: str | None) -> None:
        values = {"state": state, "failure": failure, "finished_at": self._clock.now()}
        async with self._database.short_transaction("import_end") as session:
            await ImportRepository(session).change(import_id, values)

    def _measure(self, kind: ImportKind, outcomes: list[LineOutcome]) -> None:
        for outcome, lines in count(outcomes).items():
            self._metrics.import_lines.labels(kind.value, outcome).inc(lines)


async def _one_ahead(
    importer: BatchImporter, batches: AsyncIterable[list[ImportLine]]
) -> AsyncIterator[list[LineOutcome]]:
    """Read a batch while the database works on the one before: a third of the time it waits.

    If the stream breaks off, the batch under way is finished first: it is counted, and stands.
    """
    applied: asyncio.Task[list[LineOutcome]] | None = None
    try:
        async for batch in batches:
            if applied:
                yield await applied
            applied = asyncio.create_task(importer.apply(batch))
    except Exception:
        if applied and not applied.done():
            await applied
        raise
    if applied:
        yield await applied


async def _raw_lines(
    splitter: LineSplitter, chunks: AsyncIterable[bytes]
) -> AsyncIterator[RawLine]:
    async for chunk in chunks:
        for line in splitter.feed(chunk):
            yield line
        # A file or a fast sender never waits: other requests are let in between two chunks.
        await asyncio.sleep(0)
    for line in splitter.end():
        yield line


def _why(error: BaseException) -> str:
    if isinstance(error, DomainError):
        return error.code
    return INTERRUPTED if isinstance(error, asyncio.CancelledError) else InternalError.code
