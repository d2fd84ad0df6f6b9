"""Summary, lines, statements: requests per second, and p99 at a fixed rate, against the floor."""

import json
import statistics
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import anyio

from bench.data import sign_tokens
from bench.processes import Cores, cpu_seconds
from bench.report import Line, console
from bench.servers import PRODUCT, UNPINNED, Server, pin_backends, serving
from bench.wrk import Load, drive

PEAK_SHARE, P99_TIMES = 0.4, 3.0
BUSY = 0.95
WARM_SECONDS = 2
COMPARED_TOKENS = 25
PATHS = {
    "summary": "/v1/reimbursements/summary",
    "lines": "/v1/reimbursements",
    "statements": "/v1/statements",
}
FLOOR = ("-m", "bench.floor")
SIMULATION = {"simulation": "/v1/reimbursements/simulations"}
SIMULATION_FLOOR = ("-m", "bench.simulation_floor")
SIMULATION_BODY = json.dumps(
    {
        "acts": [
            {"code": "specialist", "price": "60.00"},
            {"code": "medicine_65", "price": "10.00", "quantity": 2},
            {"code": "glasses_simple", "price": "290.00", "frame_price": "130.00"},
        ]
    }
)
"""A basket of three acts."""


@dataclass
class Reads:
    """One dataset, both servers, loaded in turns."""

    address: str
    data_dir: Path
    rounds: int
    seconds: float
    cores: Cores = field(default_factory=Cores.of_this_machine)
    notes: list[str] = field(default_factory=list)
    paths: Mapping[str, str] = field(default_factory=lambda: PATHS)
    floor: tuple[str, ...] = FLOOR
    body: str | None = None
    """What is sent, by POST; nothing by default."""

    def measure(self) -> list[Line]:
        """All reads, at their peak and at half of it."""
        lines: list[Line] = []
        here = (self.address, self.data_dir, self.cores)
        with (
            serving("product", PRODUCT, *here) as product,
            serving("floor", self.floor, *here) as floor,
        ):
            for name, path in self.paths.items():
                self._compare_bodies(product, floor, path)
                lines += self._measure_path(name, path, (product, floor))
            self._judge_cores((product, floor))
        return lines

    def _compare_bodies(self, product: Server, floor: Server, path: str) -> None:
        for token in self._tokens()[:COMPARED_TOKENS]:
            bodies = [_ask(server.address(path), token, self.body) for server in (product, floor)]
            if bodies[0] != bodies[1]:
                raise AssertionError(f"{path}: {bodies[0]!r} is not the floor's {bodies[1]!r}")

    def _measure_path(self, name: str, path: str, servers: tuple[Server, Server]) -> list[Line]:
        for server in servers:
            drive(
                server.address(path),
                self._tokens(),
                self.cores.others,
                WARM_SECONDS,
                None,
                self.body,
            )
            server.cpu_ms.clear()
        if not anyio.run(pin_backends, self.address, self.cores):
            self._note(UNPINNED)
        peaks = self._in_turns(servers, path)
        peak = [statistics.median(load.requests_per_second for load in loads) for loads in peaks]
        cpu = [statistics.median(server.cpu_ms) for server in servers]
        rate = peak[0] / 2
        steady = self._in_turns(servers, path, rate)
        p99 = [statistics.median(load.p99_ms for load in loads) for loads in steady]
        return [
            Line(f"{name}, peak", peak[0], peak[1], "req/s", PEAK_SHARE, at_least=True),
            Line(f"{name}, server's CPU a request", cpu[0], cpu[1], "ms", 1 / PEAK_SHARE),
            Line(f"{name}, p99 at {rate:.0f} req/s", p99[0], p99[1], "ms", P99_TIMES),
        ]

    def _in_turns(
        self, servers: tuple[Server, Server], path: str, rate: float | None = None
    ) -> list[list[Load]]:
        rounds = [
            [self._load(server, path, rate) for server in servers] for _ in range(self.rounds)
        ]
        return [list(loads) for loads in zip(*rounds, strict=True)]

    def _load(self, server: Server, path: str, rate: float | None) -> Load:
        tokens = self._tokens()
        before, started = cpu_seconds(server.pid), time.perf_counter()
        load = drive(server.address(path), tokens, self.cores.others, self.seconds, rate, self.body)
        seconds, cpu = time.perf_counter() - started, cpu_seconds(server.pid) - before
        share = cpu / seconds
        if rate is None:
            server.busy.append(share)
            server.cpu_ms.append(share / load.requests_per_second * 1000)
        console.print(
            f"  {server.name:7} {path} {f'at {rate:.0f} req/s' if rate else 'at its peak'}: "
            f"{load.requests_per_second:.0f} req/s, p50 {load.p50_ms:.1f} ms, "
            f"p99 {load.p99_ms:.1f} ms, core {share:.0%} busy",
            style="dim",
        )
        return load

    def _tokens(self) -> list[str]:
        return anyio.run(partial(sign_tokens, self.address, self.data_dir))

    def _judge_cores(self, servers: tuple[Server, Server]) -> None:
        if self.cores.server == self.cores.others:
            self._note("One core only: server, database and driver shared it.")
        for server in servers:
            busy = statistics.median(server.busy)
            verdict = "" if busy >= BUSY else f": under {BUSY:.0%}, its peak may be higher"
            self._note(f"At its peak the {server.name} kept its core {busy:.0%} busy{verdict}.")

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


def _ask(address: str, token: str, body: str | None) -> bytes:
    headers = {"Authorization": f"Bearer {token}"}
    if body:
        headers["Content-Type"] = "application/json"
    request = urllib.request.Request(address, body.encode() if body else None, headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        content: bytes = answer.read()
    return content
