"""The README's walk, pasted block after block into one shell, against a server really started."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest

from tests.walks import ROOT, Block, assert_as_promised, demo_server, walked

SECTION = re.compile(r"^## A walk\n(.*?)(?=^## )", re.MULTILINE | re.DOTALL)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> list[Block]:
    section = SECTION.search((ROOT / "README.md").read_text())
    assert section, "the README has lost its walk"
    with demo_server(tmp_path_factory.mktemp("walk")) as (address, variables):
        return walked(section[1], address, variables)


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
        assert_as_promised(walk)

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
