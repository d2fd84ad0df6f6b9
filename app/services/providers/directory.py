"""Importing a whole national directory: read to its end first, then merged in one transaction."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import islice
from typing import IO, Any

import orjson

from app.database.database import Database
from app.gateways.clock import Clock
from app.gateways.published_files import UnreadableFile
from app.repositories.communes import CommuneReader
from app.repositories.provider_merge import ProviderMergeRepository
from app.services.providers.arrivals import Description, DirectoryReport, Places, arrival_of
from app.services.providers.finess import FinessReader
from app.services.providers.placing import CommuneAtlas
from app.services.providers.rpps import RppsReader
from app.services.providers.specialties import Specialties
from app.values.ids import new_id
from app.values.providers import ProviderSource

OpenLines = Callable[[], AbstractContextManager[Iterator[str]]]
"""Opens the file's lines, from the beginning each time."""
BATCH = 5_000
BUFFER_BYTES = 1 << 20
WORTH_A_DOUBT = 1_000
"""Listed providers from which losing half of them at once is taken for a broken file."""


class DirectoryImport:
    """Imports FINESS or RPPS. Memory holds the communes, FINESS's positions and one batch.

    The file is read into a temporary one before the database is touched: what breaks off changes
    nothing, and the transaction, which on SQLite keeps other writers waiting, lasts no longer than
    the merge. Portfolios' agreements are not touched at all.
    """

    def __init__(self, database: Database, clock: Clock, specialties: Specialties) -> None:
        self._database = database
        self._clock = clock
        self._specialties = specialties

    async def run(
        self, source: ProviderSource, open_lines: OpenLines, *, accept_retirements: bool = False
    ) -> DirectoryReport:
        """Create, change, retire: afterwards the directory's providers are those of the file.

        Raises:
            UnreadableFile: not this directory, nothing usable in it, communes missing, or, unless
                accepted, so short that half of what is listed would go. Nothing changed.
        """
        report = DirectoryReport()
        async with self._database.read() as connection:
            atlas = CommuneAtlas(await CommuneReader(connection).list_all())
        if not len(atlas):
            raise UnreadableFile("there are no communes yet: import laposte first")
        with tempfile.TemporaryFile(buffering=BUFFER_BYTES) as spool:
            self._read(source, open_lines, atlas, report, spool)
            spool.seek(0)
            await self._merge(source, spool, report, accept_retirements=accept_retirements)
        return report

    def _read(
        self,
        source: ProviderSource,
        open_lines: OpenLines,
        atlas: CommuneAtlas,
        report: DirectoryReport,
        spool: IO[bytes],
    ) -> None:
        if source is ProviderSource.RPPS:
            with open_lines() as lines:
                reader = RppsReader(atlas, self._specialties, report)
                _spool(reader.descriptions(lines), report, spool)
            return
        finess = FinessReader(atlas, self._specialties, report)
        with open_lines() as lines:
            finess.read_positions(lines)
        with open_lines() as lines:
            _spool(finess.descriptions(lines), report, spool)

    async def _merge(
        self,
        source: ProviderSource,
        spool: IO[bytes],
        report: DirectoryReport,
        *,
        accept_retirements: bool,
    ) -> None:
        now = self._clock.now()
        async with self._database.short_transaction("merge_providers") as session:
            merge = ProviderMergeRepository(session, source)
            await merge.open()
            while lines := list(islice(spool, BATCH)):
                await merge.add([_arrival(line) for line in lines])
            arrived, known = await merge.close_arrivals(), await merge.count_known()
            if not arrived:
                raise UnreadableFile("no row of it can be listed")
            if known > WORTH_A_DOUBT and 2 * arrived < known and not accept_retirements:
                raise UnreadableFile(
                    f"it has {arrived:,} providers where {known:,} are listed; "
                    "--accept-retirements insists"
                )
            report.created = await merge.create(now)
            report.updated = await merge.change(now)
            report.retired = await merge.retire(now)
            report.unchanged = arrived - report.created - report.updated
            await merge.place()
            await merge.close()


def _spool(descriptions: Iterable[Description], report: DirectoryReport, spool: IO[bytes]) -> None:
    places = Places()
    for one in descriptions:
        report.approximate += one.approximate
        spool.write(orjson.dumps(arrival_of(one, report.rows, places)) + b"\n")


def _arrival(line: bytes) -> tuple[Any, ...]:
    *cells, digest = orjson.loads(line)
    return (new_id(), *cells, bytes.fromhex(digest))
