"""Logins: how many a second against the floor's, and what a flood of them leaves to others."""

import asyncio
import io
import statistics
import time
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import uvloop
from sqlalchemy import event

from app.container import Container
from app.main import create_app
from bench import data
from bench.crowd import BUSY, OK, Crowd
from bench.login_floor import LoginFloor
from bench.processes import Cores, cpu_seconds, keeping_to
from bench.report import Line, console
from bench.servers import PRODUCT, UNPINNED, Server, pin_backends, serving
from bench.wrk import Load, drive

DATABASE = "espace_bench_login"
FLOOR = ("-m", "bench.login_floor")
SUMMARY = "/v1/reimbursements/summary"
LOGIN_SHARE, P95_TIMES = 0.8, 4.0
AT_ONCE, FLOOD = 16, 500
RATE = 100
WARM_SECONDS = 2


@dataclass
class Logins:
    """One dataset of its own, since logins write; product and floor loaded in turns."""

    address: str
    data_dir: Path
    rounds: int
    seconds: float
    cores: Cores = field(default_factory=Cores.of_this_machine)
    notes: list[str] = field(default_factory=list)

    def measure(self) -> list[Line]:
        """Logins at their peak; the summary at a fixed rate, alone and in the flood."""
        self._compare_statements()
        here = (self.address, self.data_dir, self.cores)
        with keeping_to(self.cores.others):
            with (
                serving("product", PRODUCT, *here) as product,
                serving("floor", FLOOR, *here) as floor,
            ):
                lines = self._measure_peak((product, floor))
            with serving("product", PRODUCT, *here) as product:
                lines.append(self._measure_flood(product))
        return lines

    def _measure_peak(self, servers: tuple[Server, Server]) -> list[Line]:
        rates: dict[str, list[float]] = {server.name: [] for server in servers}
        for turn in range(self.rounds + 1):
            for server in servers:
                rate = uvloop.run(self._at_peak(server))
                if turn:  # the first round warms both up
                    rates[server.name].append(rate)
                else:
                    server.busy.clear()
                    server.cpu_ms.clear()
        product, floor = [statistics.median(rates[server.name]) for server in servers]
        cpu = [statistics.median(server.cpu_ms) for server in servers]
        return [
            Line("logins, peak", product, floor, "logins/s", LOGIN_SHARE, at_least=True),
            Line("logins, server's CPU a login", cpu[0], cpu[1], "ms", 1 / LOGIN_SHARE),
        ]

    async def _at_peak(self, server: Server) -> float:
        crowd = Crowd(server.port, await data.emails(self.address), AT_ONCE)
        async with crowd.at_work():
            await asyncio.sleep(WARM_SECONDS)
            await self._pin()
            before = cpu_seconds(server.pid)
            answers, seconds = await crowd.count(self.seconds)
            cpu = cpu_seconds(server.pid) - before
        if set(answers) != {OK}:
            raise RuntimeError(f"{server.name}: not only sessions but {answers}")
        server.busy.append(cpu / seconds)
        server.cpu_ms.append(cpu / answers[OK] * 1000)
        console.print(
            f"  {server.name:7} logins at their peak: {answers[OK] / seconds:.1f} logins/s, "
            f"{server.cpu_ms[-1]:.1f} ms of CPU each, core {server.busy[-1]:.0%} busy",
            style="dim",
        )
        return answers[OK] / seconds

    def _measure_flood(self, product: Server) -> Line:
        self._read(product, WARM_SECONDS)
        uvloop.run(self._pin())
        alone, flooded, refused, served = [], [], [], []
        for _ in range(self.rounds):
            alone.append(self._read(product, self.seconds).p95_ms)
            load, answers, seconds = uvloop.run(self._read_in_flood(product))
            flooded.append(load.p95_ms)
            time.sleep(WARM_SECONDS)  # whoever had a place is still served
            served.append(answers[OK] / seconds)
            refused.append(answers[BUSY] / seconds)
        self.notes.append(
            f"In the flood of {FLOOD}, {statistics.median(served):.0f} logins a second were "
            f"answered and {statistics.median(refused):.0f} refused."
        )
        return Line(
            f"summary, p95 at {RATE} req/s while {FLOOD} log in; alone",
            statistics.median(flooded), statistics.median(alone), "ms", P95_TIMES,
        )  # fmt: skip

    async def _read_in_flood(self, product: Server) -> tuple[Load, Counter[int], float]:
        crowd = Crowd(product.port, await data.emails(self.address), FLOOD)
        async with crowd.at_work():
            await asyncio.sleep(WARM_SECONDS)
            reading = asyncio.to_thread(self._read, product, self.seconds, "in the flood")
            load, (answers, seconds) = await asyncio.gather(reading, crowd.count(self.seconds))
        if not (answers[OK] and answers[BUSY]):
            raise RuntimeError(f"some were to be answered and some refused: {answers}")
        return load, answers, seconds

    def _read(self, product: Server, seconds: float, when: str = "alone") -> Load:
        tokens = asyncio.run(data.sign_tokens(self.address, self.data_dir))
        load = drive(product.address(SUMMARY), tokens, self.cores.others, seconds, RATE)
        console.print(
            f"  summary at {RATE} req/s, {when}: p50 {load.p50_ms:.1f} ms, "
            f"p95 {load.p95_ms:.1f} ms, p99 {load.p99_ms:.1f} ms",
            style="dim",
        )
        return load

    async def _pin(self) -> None:
        if not await pin_backends(self.address, self.cores) and UNPINNED not in self.notes:
            self.notes.append(UNPINNED)

    def _compare_statements(self) -> None:
        with redirect_stdout(io.StringIO()):  # its log
            product = asyncio.run(self._statements_of_product())
        floor = asyncio.run(self._statements_of_floor())
        if product != floor:
            raise AssertionError(f"a login runs {product}, the floor {floor}")

    async def _statements_of_product(self) -> list[str]:
        container = Container(data.settings_of(self.address, self.data_dir))
        statements: list[str] = []
        for engine in (container.database.read_engine, container.database.write_engine):
            event.listen(engine.sync_engine, "before_cursor_execute", _note_in(statements))
            event.listen(
                engine.sync_engine, "connect",
                lambda connection, _: _listen(connection.driver_connection, statements),
            )  # fmt: skip
        try:
            return await self._second_login(create_app(container.settings, container), statements)
        finally:
            await container.close()

    async def _statements_of_floor(self) -> list[str]:
        floor = LoginFloor(data.settings_of(self.address, self.data_dir))
        statements: list[str] = []

        async def setup(connection: Any) -> None:
            _listen(connection, statements)

        await floor.open(setup)
        try:
            return await self._second_login(floor, statements)
        finally:
            await floor.close()

    async def _second_login(self, app: Any, statements: list[str]) -> list[str]:
        """What the login of another account runs, sorted, once connections and caches are warm."""
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            for email in (await data.emails(self.address))[:2]:
                statements.clear()
                body = {"email": email, "password": data.PASSWORD, "client": "native"}
                headers = {
                    "Device-Secret": data.device_secret(email),
                    "X-Forwarded-For": data.home_of(email),
                }
                answer = await client.post("/v1/auth/login", json=body, headers=headers)
                assert answer.json()["status"] == "authenticated", answer.text
                # The driver tells of a statement a turn of the loop later.
                await asyncio.sleep(0)
        return sorted(statements)


def measure(
    server: str, dataset: data.Dataset, folder: Path, rounds: int, seconds: float
) -> tuple[list[Line], list[str]]:
    """Over a copy of the dataset, which is dropped afterwards: a login leaves rows."""
    asyncio.run(data.prepare(server, dataset, folder))
    try:
        address = asyncio.run(data.copy(server, dataset, DATABASE))
        logins = Logins(address, folder, rounds, seconds)
        return logins.measure(), logins.notes
    finally:
        asyncio.run(data.drop(server, DATABASE))


def _note_in(statements: list[str]) -> Callable[..., None]:
    """The driver does not tell of statements that the library prepared."""
    return lambda _connection, _cursor, statement, *_rest: statements.append(statement)


def _listen(connection: Any, statements: list[str]) -> None:
    connection.add_query_logger(lambda record: statements.append(record.query))
