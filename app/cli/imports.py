"""`python -m app import KIND FILE`."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from app.cli.console import console, fail, named_portfolio, opened_container, run
from app.cli.published import import_published
from app.errors.validation import WHOLE
from app.schemas.imports import ImportRead
from app.services.feeds.source import FeedSource
from app.services.imports.imports import ImportOrder, ImportProgress
from app.services.imports.lines import REJECTED, LineOutcome
from app.values.imports import ImportKind, PublishedFile

CHUNK_BYTES = 256 * 1024
SHOWN_REJECTIONS = 10
STANDARD_INPUT = Path("-")


def _existing(file: Path) -> Path:
    if file != STANDARD_INPUT and not file.is_file():
        raise typer.BadParameter(f"there is no file {file}")
    return file


def _known(kind: str) -> str:
    if kind not in {*ImportKind, *PublishedFile}:
        raise typer.BadParameter("this is no kind of import; see --help")
    return kind


def import_file(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            callback=_known,
            help=f"What one line of the file is ({', '.join(ImportKind)}), "
            f"or which published file it is ({', '.join(PublishedFile)}).",
        ),
    ],
    file: Annotated[
        Path, typer.Argument(help="NDJSON file; - is standard input.", callback=_existing)
    ],
    portfolio: Annotated[
        str | None, typer.Option(help="Code of the portfolio; may be left out when there is one.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, batch by batch.")
    ] = False,
    accept_retirements: Annotated[
        bool, typer.Option(help="Let a directory half as long as before replace it.")
    ] = False,
    progress: Annotated[
        bool, typer.Option(help="Show a progress bar; by default, on a terminal.")
    ] = console.is_terminal,
) -> None:
    """Import a file as a partner's feed would, exit 1 if a line was rejected; or a published one:
    La Poste's communes, FINESS, RPPS, as downloaded, zipped or not.
    """
    if kind in list(PublishedFile):
        import_published(
            PublishedFile(kind), file, progress=progress, accept_retirements=accept_retirements
        )
        return
    follower = _Follower(None if file == STANDARD_INPUT else file.stat().st_size, shown=progress)
    with follower.bar:
        found = run(_import(ImportKind(kind), file, portfolio, dry_run=dry_run, follower=follower))
    console.print(f"Import {found.id}{' (dry run)' if found.dry_run else ''}")
    console.print(_summary(found))
    for outcome in follower.rejections:
        places = ", ".join(map(_place, outcome.errors))
        console.print(f"  line {outcome.line}  {outcome.ref or '?'}  {outcome.code}  {places}")
    if found.rejected:
        fail(
            f"{found.rejected} lines would be rejected, and nothing was written. "
            "Mend them and try again."
            if dry_run
            else f"{found.rejected} lines were rejected. Mend them and import the file again: "
            "the lines that stand will be unchanged."
        )
    console.print(
        "Nothing was written. Next: the same without --dry-run"
        if dry_run
        else "Done. Importing the same file again changes nothing.",
        style="green",
    )


class _Follower:
    """Keeps the bar and the first rejections up to date."""

    def __init__(self, size: int | None, *, shown: bool) -> None:
        self.bar = Progress(
            TextColumn("Importing"),
            BarColumn(),
            DownloadColumn(),
            TextColumn("{task.fields[lines]:,} lines, {task.fields[rate]:,.0f}/s"),
            TimeRemainingColumn(),
            console=console,
            disable=not shown,
        )
        self.rejections: list[LineOutcome] = []
        self._task: TaskID = self.bar.add_task("import", total=size, lines=0, rate=0.0)

    def read(self, count: int) -> None:
        """So many bytes more were read."""
        self.bar.advance(self._task, count)

    def batch(self, progress: ImportProgress) -> None:
        """One batch more was dealt with."""
        lines = progress.counts.total()
        elapsed = self.bar.tasks[0].elapsed or 0.0
        self.bar.update(self._task, lines=lines, rate=lines / elapsed if elapsed else 0.0)
        wanted = SHOWN_REJECTIONS - len(self.rejections)
        rejected = [outcome for outcome in progress.outcomes if outcome.outcome == REJECTED]
        self.rejections += rejected[:wanted]


async def _import(
    kind: ImportKind, file: Path, portfolio: str | None, *, dry_run: bool, follower: _Follower
) -> ImportRead:
    async with opened_container() as container:
        source = FeedSource(await named_portfolio(container, portfolio))
        with _open(file) as opened:
            return await container.imports().run(
                ImportOrder(kind, source, dry_run=dry_run),
                _chunks(opened, follower),
                follower.batch,
            )


def _open(file: Path) -> AbstractContextManager[BinaryIO]:
    # Standard input is not ours to close.
    return nullcontext(sys.stdin.buffer) if file == STANDARD_INPUT else file.open("rb")


def _place(error: Mapping[str, str]) -> str:
    where = "at the top level" if error["pointer"] == WHOLE else error["pointer"]
    return f"{where} {error['code']}"


async def _chunks(file: BinaryIO, follower: _Follower) -> AsyncIterator[bytes]:
    while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
        follower.read(len(chunk))
        yield chunk


def _summary(found: ImportRead) -> Table:
    table = Table()
    for name in ("lines", "created", "updated", "unchanged", "rejected"):
        table.add_column(name.capitalize(), justify="right")
    numbers = (found.lines, found.created, found.updated, found.unchanged, found.rejected)
    table.add_row(*(f"{number:,}" for number in numbers))
    return table
