"""The compiled driver: wrk, with a token of another member for each request."""

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 16
SCRIPT = Path(__file__).with_name("rotate.lua")


@dataclass(frozen=True, slots=True)
class Load:
    """What came out of one run."""

    requests_per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float


def drive(
    address: str,
    tokens: Sequence[str],
    cores: frozenset[int],
    seconds: float,
    rate: float | None = None,
    body: str | None = None,
) -> Load:
    """Load an address as fast as it answers, or at a fixed rate; with a body, by POST.

    Raises:
        RuntimeError: something other than 200 came back, so that nothing was measured.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(tokens))
        file.flush()
        command = [
            "taskset", "--cpu-list", ",".join(map(str, sorted(cores))),
            "wrk", "--threads", "1", "--connections", str(CONNECTIONS),
            "--duration", f"{seconds:.0f}s", "--timeout", "10s", "--script", str(SCRIPT), address,
        ]  # fmt: skip
        env = {**os.environ, "BENCH_TOKENS": file.name, "BENCH_RATE": str(rate or 0)}
        env |= {"BENCH_BODY": body} if body else {}
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout.rpartition("RESULT ")[2])
    if answer["failures"] or not answer["requests"]:
        raise RuntimeError(f"{address}: {answer['failures']} failures of {answer['requests']}")
    return Load(
        answer["requests"] / (answer["duration_us"] / 1e6),
        answer["p50_us"] / 1000,
        answer["p95_us"] / 1000,
        answer["p99_us"] / 1000,
    )
