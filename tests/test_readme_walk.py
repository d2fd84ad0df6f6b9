"""The README's walk, pasted block after block into one shell, against a server really started."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[1]
SECTION = re.compile(r"^## A walk\n(.*?)(?=^## )", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```sh\n(.*?)^```\n(?:\s*^```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
pytestmark = pytest.mark.slow

END_OF_BLOCK = "=== end of block ==="
STARTUP_SECONDS = 30


@dataclass(frozen=True)
class Block:
    """Commands of the README, the output it promises (`…` stands for anything), what came out."""

    commands: str
    promised: str | None
    output: str


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def environment(folder: Path) -> dict[str, str]:
    """A machine where the product was never configured."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ESPACE_")}
    return kept | {"ESPACE_DATA_DIR": str(folder / "data"), "PYTHON": sys.executable}


def wait_until_ready(base: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(f"{base}/readyz").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start: {server.poll()}")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """A server on the demo portfolio, in an empty data folder, started as `make run` starts it."""
    folder = tmp_path_factory.mktemp("walk")
    variables = environment(folder)
    app = [sys.executable, "-m", "app"]
    for command in (["migrate"], ["demo", "load"]):
        subprocess.run([*app, *command], cwd=ROOT, env=variables, check=True, capture_output=True)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*app, "serve", "--port", str(port)], cwd=ROOT, env=variables, stdout=log, stderr=log
        )
        try:
            wait_until_ready(address, server)
            yield address, variables
        finally:
            server.terminate()
            server.wait(timeout=30)


@pytest.fixture(scope="module")
def walk(base: tuple[str, dict[str, str]]) -> list[Block]:
    address, variables = base
    section = SECTION.search((ROOT / "README.md").read_text())
    assert section, "the README has lost its walk"
    blocks = BLOCK.findall(section[1])
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


def as_pattern(promised: str) -> re.Pattern[str]:
    return re.compile(re.escape(promised).replace("…", ".*"), re.DOTALL)


def output_after(walk: list[Block], command: str) -> str:
    return next(block.output for block in walk if command in block.commands)


def amounts(text: str) -> dict[str, Decimal]:
    return {name: Decimal(amount) for name, amount in map(str.split, text.splitlines())}


def pushed_lines(walk: list[Block], person: str) -> list[dict[str, Any]]:
    """The statement lines of one person, as the README's own text sends them."""
    commands = next(block.commands for block in walk if "/statements/" in block.commands)
    body = re.search(r"/statements/\S+ -d '(\{.*?^\})'", commands, re.MULTILINE | re.DOTALL)
    assert body
    statement = json.loads(re.sub(r"'(\$\w+)'", r"\1", body[1]))
    return [line for line in statement["lines"] if person in line["beneficiary_ref"]]


class TestReadmeWalk:
    def test_every_block_prints_what_the_readme_shows(self, walk: list[Block]) -> None:
        shown = [block for block in walk if block.promised is not None]
        assert len(shown) > 5
        for block in shown:
            assert as_pattern(block.promised or "").fullmatch(block.output), block.commands

    @pytest.mark.parametrize(
        ("person", "command"),
        [("walk-lois", "summary | table"), ("walk-noe", "summary?beneficiary_id=")],
    )
    def test_the_summary_equals_what_was_pushed(
        self, walk: list[Block], person: str, command: str
    ) -> None:
        lines = pushed_lines(walk, person)
        names = {
            "actual_cost": "spent",
            "statutory": "statutory_net",
            "complementary": "complementary",
            "other_insurer": "other_insurer",
            "left_to_pay": "left_to_pay",
        }
        expected = {
            read: sum(Decimal(line[sent]) for line in lines) for read, sent in names.items()
        }
        assert amounts(output_after(walk, command)) == expected | {"acts": len(lines)}

    def test_the_card_names_the_member_and_the_child(self, walk: list[Block]) -> None:
        text = output_after(walk, "/v1/card/document")
        assert "Chemin Loïs" in text
        assert "Chemin Noé" in text

    def test_a_new_app_is_asked_for_a_second_factor(self, walk: list[Block]) -> None:
        status, reasons = output_after(walk, "login() {").splitlines()
        assert status == "step_up_required"
        assert "new_device" in reasons

    def test_the_known_device_is_not_asked_and_another_address_is(self, walk: list[Block]) -> None:
        assert output_after(walk, "X-Forwarded-For").splitlines() == [
            "authenticated",
            "step_up_required",
            "['new_ip']",
        ]
