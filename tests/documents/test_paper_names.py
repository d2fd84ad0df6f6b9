"""Fifty names that try to be something else, in every document that bears a reference."""

import unicodedata
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from app.documents.benefits import render_benefits
from app.documents.benefits_facts import BenefitCategoryFacts
from app.documents.certificates import render_affiliation, render_termination
from app.documents.statement import render_statement
from tests.documents.paper import (
    CONSULTATION,
    SEAL,
    VISIT,
    affiliation,
    benefits,
    person,
    statement,
    termination,
)
from tests.documents.samples import bare, text_of
from tests.documents.test_card_text import HOSTILE_NAMES

ACTIVE = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/URI", "/OpenAction", "/AA")


def everywhere(name: str) -> tuple[bytes, ...]:
    """Each document with the name in every place that a feed fills."""
    line = replace(CONSULTATION, person=name, act=name, provider=name)
    assert VISIT.example
    example = replace(VISIT.example, act=name)
    named = BenefitCategoryFacts(name, (replace(VISIT, label=name, example=example),))
    return (
        render_affiliation(affiliation(person(name, level=name), employer=name), SEAL),
        render_termination(
            replace(termination(person(name, level=name), manager=name), reason=name), SEAL
        ),
        render_statement(statement(line, number=name), SEAL),
        render_benefits(benefits(named, person=name, level=name, employer=name), SEAL),
    )


def keys_of(node: Any) -> set[str]:
    if isinstance(node, dict):
        return set(node).union(*map(keys_of, node.values()))
    return set().union(*map(keys_of, node)) if isinstance(node, list) else set()


class TestHostileNames:
    @pytest.mark.parametrize("name", HOSTILE_NAMES)
    def test_one_is_literal_text_in_every_place_of_every_document(self, name: str) -> None:
        expected = bare(unicodedata.normalize("NFC", name))
        for pdf in everywhere(name):
            text = bare(text_of(pdf))
            assert text.count(expected) >= 3
            assert "root:" not in text

    def test_nothing_in_a_document_acts(self) -> None:
        for pdf in (pdf for name in HOSTILE_NAMES[:12] for pdf in everywhere(name)):
            reader = PdfReader(BytesIO(pdf))
            objects = [reader.get_object(number) for number in range(1, reader.trailer["/Size"])]
            keys = set().union(*map(keys_of, objects))
            assert {"/Font", "/FontFile2"} <= keys
            assert keys.isdisjoint(ACTIVE)
            assert [len(page.get("/Annots", [])) for page in reader.pages] == [0] * len(
                reader.pages
            )
