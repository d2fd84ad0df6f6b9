"""`python -m bench [--full] [--only NAME …] [--markdown]`."""

import argparse
import asyncio
import os
import platform
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import asyncpg

from bench import data, documents, imports, login, report, startup
from bench.reads import SIMULATION, SIMULATION_BODY, SIMULATION_FLOOR, Reads

SERVER = os.environ.get(
    "ESPACE_BENCH_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres"
)
MEASUREMENTS = ("reads", "simulation", "login", "documents", "imports", "startup")


def main() -> None:
    """Measure, show, keep. The exit code says whether it could be measured, not how fast it is."""
    # Ended from outside, it still ends its children and removes what it made.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options = _options()
    postgres = _require_tools()
    mode = "full" if options.full else "quick"
    with tempfile.TemporaryDirectory(prefix="espace-bench-") as folder:
        lines, notes = _measure(options, Path(folder))
    machine = _machine(postgres)
    report.show(lines, notes, f"Espace Assuré, {mode}: {machine}")
    if options.markdown:
        print(report.markdown(lines, notes))
    report.console.print(f"Kept in {report.save(lines, notes, machine, mode)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the product.")
    parser.add_argument("--full", action="store_true", help="the full sizes, about 25 minutes")
    parser.add_argument("--only", nargs="+", choices=MEASUREMENTS, default=MEASUREMENTS)
    parser.add_argument("--markdown", action="store_true", help="print the table in Markdown too")
    return parser.parse_args()


def _measure(options: argparse.Namespace, folder: Path) -> tuple[list[report.Line], list[str]]:
    lines: list[report.Line] = []
    notes: list[str] = []
    if "reads" in options.only:
        dataset = data.FULL if options.full else data.QUICK
        address = asyncio.run(data.prepare(SERVER, dataset, folder))
        reads = Reads(
            address, folder, rounds=5 if options.full else 3, seconds=10 if options.full else 4
        )
        lines += reads.measure()
        notes.append(
            f"Reads over {dataset.members:,} members and {dataset.lines:,} statement lines."
        )
        notes += reads.notes
    if "simulation" in options.only:
        address = asyncio.run(data.prepare(SERVER, data.QUICK, folder))
        simulations = Reads(
            address, folder, rounds=5 if options.full else 3, seconds=10 if options.full else 4,
            paths=SIMULATION, floor=SIMULATION_FLOOR, body=SIMULATION_BODY,
        )  # fmt: skip
        lines += simulations.measure()
        notes += simulations.notes
    if "login" in options.only:
        found = login.measure(
            SERVER, data.QUICK, folder,
            rounds=5 if options.full else 3, seconds=10 if options.full else 5,
        )  # fmt: skip
        lines += found[0]
        notes += found[1]
    if "documents" in options.only:
        lines += documents.measure()
    if "imports" in options.only:
        lines += imports.measure(SERVER, folder, 1_000_000 if options.full else 100_000)
    if "startup" in options.only:
        lines += startup.measure(folder / "embedded", rounds=9 if options.full else 5)
    return lines, notes


def _require_tools() -> str:
    """The version of PostgreSQL; ends the run where something is missing."""
    for tool, package in (("wrk", "wrk"), ("taskset", "util-linux")):
        if shutil.which(tool) is None:
            _give_up(f"{tool} is missing: apt-get install {package}")
    try:
        return asyncio.run(_postgres_version())
    except (OSError, asyncpg.PostgresError, TimeoutError) as error:
        _give_up(f"No PostgreSQL at ESPACE_BENCH_POSTGRES_URL={SERVER}: {error}")
        raise


async def _postgres_version() -> str:
    connection = await asyncpg.connect(SERVER, timeout=3)
    try:
        return str(await connection.fetchval("SHOW server_version"))
    finally:
        await connection.close()


def _machine(postgres: str) -> str:
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    cores = len(os.sched_getaffinity(0))
    return (
        f"{cores} cores of {names[0] if names else platform.machine()}, "
        f"Python {platform.python_version()}, PostgreSQL {postgres.partition(' ')[0]}"
    )


def _give_up(reason: str) -> None:
    report.console.print(f"Nothing measured. {reason}", style="bold red")
    sys.exit(2)


if __name__ == "__main__":
    main()
