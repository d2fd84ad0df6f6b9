"""What the pages on security claim can be looked up: rows, requirements, and every file named."""

import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STANDARD = ROOT.parent / "shared/data/standards/owasp_asvs_5.0.0.csv"
PAGES = (ROOT / "docs/security.md", ROOT / "docs/asvs.md")
SECURITY, ASVS = (page.read_text() for page in PAGES)
PATH = re.compile(r"`((?:app|tests|docs|openapi|bench|migrations)/[\w./-]+)`")
ROW = re.compile(r"^\| (\d+) \|(.*)$", re.MULTILINE)
REQUIREMENT = re.compile(
    r"^\| (V\d+\.\d+\.\d+) \|[^|]+\| (met|part|not met|n/a) \|([^|]+)\|$", re.MULTILINE
)
THREATS, LATER = 42, {27, 28, 35, 41, 42}
"""`LATER` comes with uploads, webhooks and requests: a test of theirs moves it out of here."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_exists(page: Path) -> None:
    named = set(PATH.findall(page.read_text()))
    assert named
    assert {path for path in named if not (ROOT / path).exists()} == set()


class TestThreats:
    def test_every_row_is_there_once(self) -> None:
        assert [int(number) for number, _ in ROW.findall(SECURITY)] == list(range(1, THREATS + 1))

    def test_every_row_names_its_own_test(self) -> None:
        without = set()
        for number, line in ROW.findall(SECURITY):
            own = [path for path in PATH.findall(line) if f"test_row_{int(number):02}_" in path]
            without |= set() if own or "tests/http/" in line else {int(number)}
        assert without == LATER

    def test_every_test_of_a_row_is_named(self) -> None:
        files = {path.name for path in (ROOT / "tests/threats").glob("test_row_*.py")}
        assert {name for name in files if name not in SECURITY} == set()


class TestRequirements:
    def test_those_of_level_one_and_two_are_there_once(self) -> None:
        if not STANDARD.exists():
            pytest.skip("the standard is not beside this project")
        with STANDARD.open(encoding="utf-8") as file:
            wanted = [row["req_id"] for row in csv.DictReader(file) if row["L"] in {"1", "2"}]
        assert [number for number, _, _ in REQUIREMENT.findall(ASVS)] == wanted

    def test_what_is_met_says_where(self) -> None:
        lines = REQUIREMENT.findall(ASVS)
        assert len(lines) == ASVS.count("\n| V")
        met = [(number, where) for number, verdict, where in lines if verdict == "met"]
        assert [number for number, where in met if len(where.strip()) < len("there is none")] == []

    def test_the_sum_told_is_the_sum(self) -> None:
        verdicts = [verdict for _, verdict, _ in REQUIREMENT.findall(ASVS)]
        told = re.search(r"(\d+) are met, (\d+) in part, (\d+) is not, (\d+) do not apply", ASVS)
        assert told
        assert [int(number) for number in told.groups()] == [
            verdicts.count(verdict) for verdict in ("met", "part", "not met", "n/a")
        ]
