"""What a measurement says, as a table on the terminal, in Markdown and in JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results"
HEADINGS = ("what", "product", "floor", "ratio", "target", "verdict")

console = Console(highlight=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One measured value and the floor's; without a floor the value itself has the target."""

    what: str
    product: float
    floor: float | None
    unit: str
    target: float
    at_least: bool = False
    """Whether the target is a minimum (throughput) rather than a maximum (time, memory)."""

    @property
    def judged(self) -> float:
        """What is compared with the target."""
        return self.product / self.floor if self.floor else self.product

    @property
    def met(self) -> bool:
        return self.judged >= self.target if self.at_least else self.judged <= self.target

    def cells(self) -> tuple[str, ...]:
        sign = "≥" if self.at_least else "≤"
        unit = "" if self.floor else f" {self.unit}"
        return (
            self.what,
            f"{_number(self.product)} {self.unit}",
            f"{_number(self.floor)} {self.unit}" if self.floor else "–",
            f"{self.judged:.2f}" if self.floor else "–",
            f"{sign} {self.target:g}{unit}",
            "ok" if self.met else "too slow" if self.floor else "too much",
        )


def show(lines: Sequence[Line], notes: Sequence[str], title: str) -> None:
    """The table and, under it, what to know before believing it."""
    table = Table(title=title)
    for heading in HEADINGS:
        table.add_column(heading, justify="left" if heading in {"what", "verdict"} else "right")
    for line in lines:
        table.add_row(*line.cells(), style=None if line.met else "bold red")
    console.print(table)
    for note in notes:
        console.print(f"• {note}")


def markdown(lines: Sequence[Line], notes: Sequence[str]) -> str:
    """The same table for `docs/performance.md`."""
    rows = [HEADINGS, ("---", "--:", "--:", "--:", "--:", "---"), *(line.cells() for line in lines)]
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return "\n".join([table, "", *(f"- {note}" for note in notes)])


def save(lines: Sequence[Line], notes: Sequence[str], machine: str, mode: str) -> Path:
    """Keep the run, so that two can be compared."""
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now().astimezone()
    path = RESULTS / f"{now:%Y%m%d-%H%M%S}-{mode}.json"
    document = {
        "measured_at": now.isoformat(timespec="seconds"),
        "mode": mode,
        "machine": machine,
        "lines": [{**asdict(line), "judged": line.judged, "met": line.met} for line in lines],
        "notes": list(notes),
    }
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    return path


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
