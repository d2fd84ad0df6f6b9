"""Start to first answer, and memory after it, against a hello-world with as many routes."""

import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from fastapi.routing import iter_route_contexts

from app.database.migrations import upgrade
from app.main import create_app
from app.settings import Profile, Settings
from bench.processes import environment, free_port, memory_mib, running, wait_for_answer
from bench.report import Line

TARGET = 1.5
NAMES = ("product", "hello")


def measure(data_dir: Path, rounds: int) -> list[Line]:
    """The embedded default (SQLite, worker inside), as `make run` serves it."""
    settings = Settings(profile=Profile.DEMO, data_dir=data_dir, database_url=None)
    data_dir.mkdir(exist_ok=True)
    upgrade(settings.database_address)
    routes = sum(1 for _ in iter_route_contexts(create_app(settings).routes))
    env = environment(ESPACE_PROFILE="demo", ESPACE_DATA_DIR=str(data_dir))
    times: dict[str, list[float]] = {name: [] for name in NAMES}
    sizes: dict[str, list[float]] = {name: [] for name in NAMES}
    for turn in range(rounds + 1):
        for name in NAMES:
            port = free_port()
            seconds, mib = _start(_command(name, routes, port), env, port)
            if turn:  # the first round only fills the caches of the disk
                times[name].append(seconds * 1000)
                sizes[name].append(mib)
    median = statistics.median
    return [
        Line(
            f"start to first answer, {routes} routes",
            median(times["product"]), median(times["hello"]), "ms", TARGET,
        ),
        Line(
            "memory of a process after it",
            median(sizes["product"]), median(sizes["hello"]), "MiB", TARGET,
        ),
    ]  # fmt: skip


def _command(name: str, routes: int, port: int) -> Sequence[str]:
    if name == "product":
        return ["-m", "app", "serve", "--port", str(port)]
    return ["-m", "bench.hello", str(routes), str(port)]


def _start(command: Sequence[str], env: Mapping[str, str], port: int) -> tuple[float, float]:
    started = time.perf_counter()
    with running(command, env) as process:
        wait_for_answer(process, port, "/livez")
        return time.perf_counter() - started, memory_mib(process.pid)
