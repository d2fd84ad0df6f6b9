"""`python -m app import laposte|finess|rpps FILE`: what administrations publish."""

from functools import partial
from pathlib import Path

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from app.cli.console import console, fail, opened_container, run
from app.gateways.published_files import UnreadableFile, opened_lines, size_of
from app.services.places.loading import CommuneReport
from app.services.providers.arrivals import DirectoryReport
from app.values.imports import PublishedFile
from app.values.providers import ProviderSource


class _Bar:
    """Bytes read and rows a second."""

    def __init__(self, size: int, *, shown: bool) -> None:
        self.bar = Progress(
            TextColumn("Reading"),
            BarColumn(),
            DownloadColumn(),
            TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,.0f}/s"),
            TimeRemainingColumn(),
            console=console,
            disable=not shown,
        )
        self._task = self.bar.add_task("read", total=size, rows=0, rate=0.0)
        self._rows = 0

    def advance(self, count: int) -> None:
        """One row of so many bytes was read."""
        self._rows += 1
        elapsed = self.bar.tasks[0].elapsed or 0.0
        rate = self._rows / elapsed if elapsed else 0.0
        self.bar.update(self._task, advance=count, rows=self._rows, rate=rate)


def import_published(
    kind: PublishedFile, file: Path, *, progress: bool, accept_retirements: bool
) -> None:
    """Import a published file; exit 1, with nothing changed, when it cannot be read."""
    try:
        readings = 2 if kind is PublishedFile.FINESS else 1
        bar = _Bar(size_of(file) * readings, shown=progress)
        with bar.bar:
            report = run(_import(kind, file, bar, accept_retirements=accept_retirements))
    except UnreadableFile as error:
        fail(f"Nothing was changed. {error}")
    console.print(_summary(report))
    _tell_refused(report)
    console.print("Done. Importing the same file again changes nothing.", style="green")


async def _import(
    kind: PublishedFile, file: Path, bar: _Bar, *, accept_retirements: bool
) -> CommuneReport | DirectoryReport:
    async with opened_container() as container:
        if kind is PublishedFile.LAPOSTE:
            with opened_lines(file, bar.advance) as lines:
                return await container.commune_loader().load_laposte(lines)
        return await container.directory_import().run(
            ProviderSource(kind.value),
            partial(opened_lines, file, bar.advance),
            accept_retirements=accept_retirements,
        )


def _summary(report: CommuneReport | DirectoryReport) -> Table:
    table = Table()
    numbers = report.numbers()
    for name in numbers:
        table.add_column(name.capitalize(), justify="right")
    table.add_row(*(f"{number:,}" for number in numbers.values()))
    return table


def _tell_refused(report: CommuneReport | DirectoryReport) -> None:
    for reason, rows in report.refused.most_common():
        first = report.examples.get(reason)
        console.print(
            f"  {rows:,} rows refused: {reason}{f', row {first:,} first' if first else ''}"
        )
