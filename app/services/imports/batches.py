"""One batch of an import: applied together, or in halves until the guilty line is alone."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
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

Round = list[ImportLine]
"""Lines that were read, each with a reference of its own: what is applied at once."""
Verdicts = dict[int, Verdict]
"""What became of lines, by their number."""
Attempt = Callable[[], AbstractAsyncContextManager[AsyncSession]]
"""Opens what is undone, alone, when a line in it is refused."""


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
        rounds = list(_rounds(batch))
        outcomes = None if self._dry_run else await self._apply_together(batch, rounds)
        if outcomes is None:
            settled = self._rehearse(rounds) if self._dry_run else self._settle_apart(rounds)
            outcomes = tell(batch, await settled)
            async with self._database.short_transaction("import_results") as session:
                await self._record(session, outcomes)
        self.counts += count(outcomes)
        return outcomes

    async def _apply_together(
        self, batch: list[ImportLine], rounds: list[Round]
    ) -> list[LineOutcome] | None:
        """The usual way: lines, results and counts in one transaction; None when one spoils it."""
        verdicts: Verdicts = {}
        try:
            async with self._database.short_transaction("import_batch") as session:
                for lines in rounds:
                    verdicts |= await self._apply(session, lines)
                outcomes = tell(batch, verdicts)
                await self._record(session, outcomes)
        except (DomainError, DBAPIError) as error:
            _meaning_of(error)
            return None
        return outcomes

    async def _settle_apart(self, rounds: list[Round]) -> Verdicts:
        """Each part in a transaction of its own."""
        verdicts: Verdicts = {}
        for lines in rounds:
            verdicts |= await self._settle(
                lines, lambda: self._database.short_transaction("import_part")
            )
        return verdicts

    async def _rehearse(self, rounds: list[Round]) -> Verdicts:
        """The whole batch in one transaction that is undone: a line sees those before it."""
        verdicts: Verdicts = {}
        async with self._database.rehearsal() as session:
            for lines in rounds:
                verdicts |= await self._settle(lines, lambda: _savepoint(session))
        return verdicts

    async def _settle(self, lines: Round, attempt: Attempt) -> Verdicts:
        """Each part as an attempt of its own; a part that is refused is halved."""
        try:
            async with attempt() as session:
                return await self._apply(session, lines)
        except (DomainError, DBAPIError) as error:
            refusal = _meaning_of(error)
        if len(lines) == 1:
            return {lines[0].number: refusal}
        middle = len(lines) // 2
        first = await self._settle(lines[:middle], attempt)
        return first | await self._settle(lines[middle:], attempt)

    async def _apply(self, session: AsyncSession, lines: Round) -> Verdicts:
        applier = self._desk.applier(self._kind, session, self._source)
        verdicts = await applier.apply({line.ref or "": line.body for line in lines})
        return {line.number: verdicts[line.ref or ""] for line in lines}

    async def _record(self, session: AsyncSession, outcomes: list[LineOutcome]) -> None:
        imports = ImportRepository(session)
        chunk = ImportResultChunk(
            id=new_id(), import_run_id=self._import_id, first_line=outcomes[0].line
        )
        chunk.results_sealed = seal_results(self._keyring, chunk.id, outcomes)
        imports.add(chunk)
        counts = self.counts + count(outcomes)
        await imports.change(self._import_id, {"lines": counts.total(), **counts})


def _rounds(batch: list[ImportLine]) -> Iterator[Round]:
    """The lines that could be read; a reference that comes again begins another round."""
    lines: dict[str | None, ImportLine] = {}
    for line in batch:
        if line.body is None:
            continue
        if line.ref in lines:
            yield list(lines.values())
            lines = {}
        lines[line.ref] = line
    if lines:
        yield list(lines.values())


@asynccontextmanager
async def _savepoint(session: AsyncSession) -> AsyncIterator[AsyncSession]:
    async with session.begin_nested():
        yield session


def _meaning_of(error: DomainError | DBAPIError) -> DomainError:
    """The refusal of a line; a fault that is not the line's goes on."""
    refusal = refusal_of(error) if isinstance(error, DBAPIError) else error
    if refusal is None:
        raise error
    return refusal
