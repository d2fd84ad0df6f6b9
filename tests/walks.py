"""Walks of the documentation: blocks pasted into one shell, against a server really started."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```sh\n(.*?)^```\n(?:\s*^```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
SETTING = re.compile(r"`(ESPACE_\w+)=(\S+) make run`")
NOTHING_SET: Mapping[str, str] = {}
END_OF_BLOCK = "=== end of block ==="
STARTUP_SECONDS = 30


@dataclass(frozen=True)
class Block:
    """Commands of a page, the output it promises (`…` stands for anything), what came out."""

    commands: str
    promised: str | None
    output: str


@contextmanager
def demo_server(
    folder: Path, settings: Mapping[str, str] = NOTHING_SET
) -> Iterator[tuple[str, dict[str, str]]]:
    """A server on the demo portfolio, in an empty data folder, started as `make run` starts it."""
    variables = _environment(folder) | dict(settings)
    app = [sys.executable, "-m", "app"]
    for command in (["migrate"], ["demo", "load"]):
        subprocess.run([*app, *command], cwd=ROOT, env=variables, check=True, capture_output=True)
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*app, "serve", "--port", str(port)], cwd=ROOT, env=variables, stdout=log, stderr=log
        )
        try:
            _wait_until_ready(address, server)
            yield address, variables
        finally:
            server.terminate()
            server.wait(timeout=30)


def settings_of(text: str) -> dict[str, str]:
    """What a page has its reader set before `make run`."""
    return dict(SETTING.findall(text))


def walked(text: str, address: str, variables: dict[str, str]) -> list[Block]:
    """Every block of the text, run in order in one shell that stops at the first failure."""
    blocks = BLOCK.findall(text)
    script = "".join(f"{commands}\necho '{END_OF_BLOCK}'\n" for commands, _ in blocks)
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", script],
        cwd=ROOT, env=variables | {"BASE": address}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    outputs = done.stdout.split(f"{END_OF_BLOCK}\n")
    return [
        Block(commands, promised or None, output)
        for (commands, promised), output in zip(blocks, outputs, strict=False)
    ]


def assert_as_promised(blocks: list[Block]) -> None:
    """Every block that shows an output printed it."""
    shown = [block for block in blocks if block.promised is not None]
    assert len(shown) > 5
    for block in shown:
        pattern = re.escape(block.promised or "").replace("…", ".*")
        assert re.fullmatch(pattern, block.output, re.DOTALL), (block.commands, block.output)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _environment(folder: Path) -> dict[str, str]:
    """A machine where the product was never configured."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ESPACE_")}
    return kept | {"ESPACE_DATA_DIR": str(folder / "data"), "PYTHON": sys.executable}


def _wait_until_ready(base: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(f"{base}/readyz").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start: {server.poll()}")
