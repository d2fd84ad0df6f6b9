"""The documentation keeps up with the code."""

import re
from pathlib import Path

import pytest

from app.models import Base

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
GENERATED = "openapi/"
TARGET = re.compile(r"\bmake ([a-z][a-z-]*)")


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class TestLinks:
    @pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
    def test_every_relative_link_leads_somewhere(self, page: Path) -> None:
        targets = [
            page.parent / link for link in LINK.findall(page.read_text()) if "://" not in link
        ]
        # The generated documents are `make check`'s to prove.
        missing = [
            target for target in targets if not target.exists() and GENERATED not in str(target)
        ]
        assert missing == []


class TestCommands:
    def test_every_make_target_that_is_told_exists(self) -> None:
        targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
        for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
            code = "\n".join(re.findall(r"`[^`]+`|```.*?```", page.read_text(), re.DOTALL))
            assert set(TARGET.findall(code)) <= targets, page.name


class TestGlossary:
    @pytest.mark.parametrize(
        "noun", sorted(mapper.class_.__name__ for mapper in Base.registry.mappers)
    )
    def test_every_mapped_noun_is_in_it(self, noun: str) -> None:
        words = set(re.findall(r"`([^`]+)`", (ROOT / "docs/glossary.md").read_text()))
        assert {noun, snake(noun)} & words, f"add {noun} to docs/glossary.md"


class TestDecisions:
    def test_every_decision_is_in_the_index(self) -> None:
        index = (ROOT / "docs/adr/README.md").read_text()
        pages = {page.name for page in (ROOT / "docs/adr").glob("0*.md")}
        assert {name for name in pages if name not in index} == set()
