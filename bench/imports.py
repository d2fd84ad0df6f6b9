"""Import of statement lines against PostgreSQL's COPY of the same rows into the same table.

`python -m bench.imports FILE` is the importing child, whose memory is watched.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import orjson

from app.container import Container
from app.services.feeds.source import FeedSource
from app.services.imports.imports import ImportOrder
from app.settings import Settings
from app.values.imports import ImportKind
from bench import data
from bench.processes import ROOT, environment, memory_mib
from bench.report import Line, console

DATABASE = "espace_bench_import"
MEMBERS = 2_000
LINES_PER_STATEMENT = 10
COPIES = 3
SPEED_SHARE, GROWTH_MIB = 0.15, 57.2  # 60 MB
CHUNK_BYTES = 256 * 1024
TABLE = "statement_lines"
IMPORTED = f"""
    SELECT {TABLE}.* FROM {TABLE} JOIN statements ON statements.id = statement_id
    WHERE statements.ref LIKE 'I%' ORDER BY {TABLE}.id
"""


def measure(server: str, folder: Path, lines: int) -> list[Line]:
    """Lines per second, and how much the importing process grew."""
    feed = folder / "statements.ndjson"
    _write_feed(feed, lines)
    try:
        address = asyncio.run(_prepare(server, folder))
        found = _import(address, folder, feed)
        if found["created"] != lines / LINES_PER_STATEMENT:
            raise AssertionError(f"not everything was imported: {found}")
        copied = asyncio.run(_copy(address, folder / "lines.copy"))
    finally:
        asyncio.run(data.drop(server, DATABASE))
    console.print(
        f"  imported in {found['seconds']:.1f} s, growing by {found['growth']:.1f} MiB; "
        f"copied in {copied:.1f} s",
        style="dim",
    )
    return [
        Line(
            f"import of {lines:,} statement lines", lines / found["seconds"], lines / copied,
            "lines/s", SPEED_SHARE, at_least=True,
        ),
        Line(f"memory growth over {lines:,} lines", found["growth"], None, "MiB", GROWTH_MIB),
    ]  # fmt: skip


async def _prepare(server: str, folder: Path) -> str:
    await data.recreate(server, DATABASE, folder)
    address = data.address_of(server, DATABASE)
    connection = await asyncpg.connect(address)
    try:
        await data.people(connection, MEMBERS)
        # Feeds come to tables with a history and statistics; where nothing keeps the statistics,
        # those of empty tables would have every batch read all of the batches before it.
        await connection.execute(data.STATEMENTS.read_text(), timeout=None)
        await connection.execute("ANALYZE")
    finally:
        await connection.close()
    return address


def _import(address: str, folder: Path, feed: Path) -> dict[str, Any]:
    env = environment(
        ESPACE_PROFILE="demo", ESPACE_DATA_DIR=str(folder), ESPACE_DATABASE_URL=address
    )
    command = [sys.executable, "-m", "bench.imports", str(feed)]
    done = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


async def _copy(address: str, file: Path) -> float:
    """Seconds of COPY of the imported lines, indexes and constraints as they are."""
    connection = await asyncpg.connect(address)
    seconds: list[float] = []
    try:
        await connection.copy_from_query(IMPORTED, output=str(file), format="binary")
        for _ in range(COPIES):
            await connection.execute(f"TRUNCATE {TABLE}")
            await connection.execute("CHECKPOINT")
            started = time.perf_counter()
            await connection.copy_to_table(TABLE, source=str(file), format="binary")
            seconds.append(time.perf_counter() - started)
    finally:
        await connection.close()
    return statistics.median(seconds)


def _write_feed(path: Path, lines: int) -> None:
    issued = datetime.now(UTC).date() - timedelta(days=1)
    with path.open("wb") as file:
        for number in range(lines // LINES_PER_STATEMENT):
            file.write(orjson.dumps(_statement(number, issued)) + b"\n")


def _statement(number: int, issued: date) -> dict[str, Any]:
    member = f"M{1 + number % MEMBERS}"
    issued -= timedelta(days=number % 1000)
    lines = [
        _line(member if place % 3 else f"{member}-2", number + place, issued)
        for place in range(LINES_PER_STATEMENT)
    ]
    totals = {
        "spent": "30.00", "statutory": "19.00", "other_insurer": "0.00", "complementary": "9.00",
        "left_to_pay": "2.00",
    }  # fmt: skip
    return {
        "ref": f"I{number}",
        "member_ref": member,
        "issued_on": issued,
        "source": "noemie",
        "totals": {name: f"{float(one) * LINES_PER_STATEMENT:.2f}" for name, one in totals.items()},
        "lines": lines,
    }


def _line(person: str, number: int, issued: date) -> dict[str, Any]:
    return {
        "beneficiary_ref": person,
        "care_date": issued - timedelta(days=2 + number % 28),
        "category": ("consultation", "pharmacy", "laboratory", "dental")[number % 4],
        "act_code": "GS",
        "act_label": "Consultation du médecin généraliste",
        "quantity": 1,
        "provider_name": f"Cabinet {number % 5000}",
        "spent": "30.00",
        "base": "30.00",
        "statutory_rate": "0.7000",
        "statutory_gross": "21.00",
        "flat_deduction": "2.00",
        "statutory_net": "19.00",
        "other_insurer": "0.00",
        "complementary": "9.00",
        "left_to_pay": "2.00",
        "payee": "member",
        "third_party_payment": False,
        "paid_on": issued,
        "payment_reference": f"VIR{number}",
    }


async def _child(feed: Path) -> dict[str, Any]:
    container = Container(Settings())
    source = FeedSource(await container.portfolios.at_host("127.0.0.1"))
    before, started = memory_mib("self"), time.perf_counter()
    run = await container.imports().run(ImportOrder(ImportKind.STATEMENTS, source), _chunks(feed))
    seconds = time.perf_counter() - started
    await container.close()
    growth = memory_mib("self", "VmHWM") - before
    return {"created": run.created, "seconds": seconds, "growth": growth}


async def _chunks(feed: Path) -> AsyncIterator[bytes]:
    with feed.open("rb") as file:
        while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
            yield chunk


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_child(Path(sys.argv[1])))))
