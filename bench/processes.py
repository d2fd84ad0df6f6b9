"""Child processes: started with an explicit environment, pinned, watched, always ended."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 30
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cores:
    """The server alone on one core; database and driver on the others."""

    server: frozenset[int]
    others: frozenset[int]

    @classmethod
    def of_this_machine(cls) -> "Cores":
        """The last core for the server; everything together where there is only one."""
        cores = sorted(os.sched_getaffinity(0))
        return cls(frozenset(cores[-1:]), frozenset(cores[:-1] or cores))


def environment(**settings: str) -> dict[str, str]:
    """This process's environment, with these product settings and no others.

    Compiled modules are kept, as they are wherever the product is installed: without them each
    start would compile the sources again.
    """
    dropped = ("ESPACE_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


@contextmanager
def running(
    command: Sequence[str], env: Mapping[str, str], cores: frozenset[int] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A child of this Python, ended with the block."""
    pin = ["taskset", "--cpu-list", ",".join(map(str, sorted(cores)))] if cores else []
    process = subprocess.Popen(
        [*pin, sys.executable, *command], env=dict(env), cwd=ROOT, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_answer(
    process: subprocess.Popen[bytes], port: int, path: str, status: int = 200
) -> None:
    """Return as soon as the path answers with this status."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with code {process.returncode}; run it")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=START_SECONDS) as connection:
                connection.sendall(request)
                if connection.recv(64).startswith(b"HTTP/1.1 %d" % status):
                    return
        except OSError:
            pass
        time.sleep(0.002)
    raise TimeoutError(f"{process.args!r} did not answer {path}")


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far, all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_mib(pid: int | str, field: str = "VmRSS") -> float:
    """Resident memory of a process now, or at its highest with `VmHWM`."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    raise LookupError(field)


@contextmanager
def keeping_to(cores: frozenset[int]) -> Iterator[None]:
    """This process itself on these cores, while it is the driver."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def pin(pids: Iterable[int], cores: frozenset[int]) -> bool:
    """Keep other processes on these cores; False where that is not ours to say."""
    for pid in pids:
        try:
            os.sched_setaffinity(pid, cores)
        except ProcessLookupError:
            continue  # it ended meanwhile
        except PermissionError:
            return False
    return True
