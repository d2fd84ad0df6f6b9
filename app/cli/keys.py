"""`python -m app keys rotate`."""

from dataclasses import dataclass
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from app.cli.console import console, fail, opened_container, run
from app.services.key_rotation import KeyRotation, KeyUse, Resealed, total_by_key

SHOWN_BROKEN = 10
cli = typer.Typer(help="The keys that seal and sign.", no_args_is_help=True)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A rotation as it ended. `of_demo`: keys on disk; `made`: new ones were made for it."""

    of_demo: bool
    made: bool
    current: str
    held: frozenset[str]
    use: KeyUse
    done: Resealed

    @property
    def left(self) -> dict[str, int]:
        """How many values other keys still have."""
        return {name: n for name, n in total_by_key(self.use).items() if name != self.current}


@cli.callback()
def keys() -> None:
    """The keys that seal and sign."""


@cli.command("rotate")
def rotate(
    progress: Annotated[
        bool, typer.Option(help="Show a progress bar; by default, on a terminal.")
    ] = console.is_terminal,
) -> None:
    """Seal again with the current encryption key what another one sealed, while servers serve.

    The current key is ESPACE_ENCRYPTION_KEY_ID; the demo, which makes its own keys, makes new ones
    first. Cut short, it goes on when it is run again. Exit 1 when another key has values left.
    """
    outcome = run(_rotate(_Follower(shown=progress)))
    if outcome.made:
        console.print(f"New keys: {outcome.current} seals and signs from now on.")
    console.print(f"{outcome.done.values:,} values were sealed again with {outcome.current}.")
    console.print(_summary(outcome.use))
    if outcome.left:
        _tell_broken(outcome)
        fail(_unfinished(outcome))
    console.print(_next_step(outcome), style="green")


class _Follower:
    """Keeps the bar up to date."""

    def __init__(self, *, shown: bool) -> None:
        self.bar = Progress(
            TextColumn("Sealing again"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("values, {task.fields[rate]:,.0f}/s"),
            console=console,
            disable=not shown,
        )
        self._task = self.bar.add_task("seal", total=None, rate=0.0)

    def begin(self, total: int) -> None:
        """So many values are to be sealed again."""
        self.bar.reset(self._task, total=total, rate=0.0)

    def advance(self, count: int) -> None:
        """So many more were."""
        task = self.bar.tasks[0]
        elapsed, done = task.elapsed or 0.0, task.completed + count
        self.bar.update(self._task, completed=done, rate=done / elapsed if elapsed else 0.0)


async def _rotate(follower: _Follower) -> _Outcome:
    async with opened_container() as container:
        keyring = container.keyring
        rotation = KeyRotation(container.database, keyring, container.clock, container.demo_secrets)
        made = await rotation.begin()
        current = keyring.current_key_id
        before = total_by_key(await rotation.count())
        follower.begin(before.total() - before[current])
        with follower.bar:
            done = await rotation.reseal(follower.advance)
        outcome = _Outcome(
            of_demo=container.demo_secrets is not None,
            made=made,
            current=current,
            held=keyring.held_key_ids,
            use=await rotation.count(),
            done=done,
        )
        await rotation.record(finished=not outcome.left)
        return outcome


def _summary(use: KeyUse) -> Table:
    table = Table("Key", "Place")
    table.add_column("Values", justify="right")
    for place, counts in use.items():
        for key_id, count in sorted(counts.items()):
            table.add_row(key_id, place.value, f"{count:,}")
    return table


def _tell_broken(outcome: _Outcome) -> None:
    for place, row_id in sorted(outcome.done.broken)[:SHOWN_BROKEN]:
        console.print(f"  does not open: {place.value} {row_id}")


def _unfinished(outcome: _Outcome) -> str:
    left = ", ".join(f"{count:,} under {key_id}" for key_id, count in sorted(outcome.left.items()))
    lost = sorted(outcome.left.keys() - outcome.held)
    if lost:
        advice = f"Bring back {', '.join(lost)} in ESPACE_ENCRYPTION_KEYS, and run this again."
    elif outcome.done.broken:
        advice = "Those that do not open were altered, or moved: restore them, and run this again."
    else:
        advice = "They were being written: run this again once every server has the current key."
    return f"Not finished: {left}. Remove none of these keys. {advice}"


def _next_step(outcome: _Outcome) -> str:
    former = ", ".join(sorted(outcome.held - {outcome.current}))
    if not former:
        return (
            "No other key is held. To begin a rotation, add a key to ESPACE_ENCRYPTION_KEYS, "
            "name it in ESPACE_ENCRYPTION_KEY_ID, restart, and run this again."
        )
    if outcome.of_demo:
        return f"Nothing is left under {former}; the next rotation drops it."
    return f"Nothing is left under {former}. Next: remove it from ESPACE_ENCRYPTION_KEYS, restart."
