"""Whatever a name contains is printed as it is: fifty names that try to be something else."""

import unicodedata
from datetime import date

import pytest

from app.documents.card import render_card
from app.documents.facts import CardBeneficiary
from app.documents.text import literal
from tests.documents.samples import bare, card, text_of

HOSTILE_NAMES = (
    "<b>x</b>",
    '<img src="file:///etc/passwd"/>',
    "<para>x</para>",
    "<font color=red>x</font>",
    '<a href="https://evil.example">clic</a>',
    "<script>alert(1)</script>",
    "</para><para>",
    "<br/>",
    "<",
    ">",
    "&amp;",
    "&lt;b&gt;",
    "&#233;",
    "&",
    "&nbsp;",
    "A & B",
    "]]>",
    "<!-- x -->",
    "<?xml version='1.0'?>",
    "<![CDATA[x]]>",
    "(parenthèse",
    ")Tj ET (",
    "\\",
    "\\)",
    "\\051",
    "%PDF-1.7",
    "endstream endobj",
    "<<>>",
    "/JavaScript",
    "{{ 7*7 }}",
    "${7*7}",
    "%s%n",
    "{0}",
    "'; DROP TABLE members; --",
    '"',
    "=HYPERLINK(1)",
    "O’Neill-d’Arc",
    "Ŧĥîş ÇŒÆ ÿŸ",
    "Łukasz Żółć",
    "Ελένη",
    "Юлия",
    "שלום",
    "محمد",
    "\u202eevil",
    "😀",
    "🧿👩‍👩‍👧",
    "李小龍",
    "ก็",
    "N" * 120,
    "Mot " * 29 + "Fin",
)


class TestHostileText:
    def test_there_are_fifty_names(self) -> None:
        assert len(set(HOSTILE_NAMES)) == 50

    @pytest.mark.parametrize("name", HOSTILE_NAMES)
    def test_a_hostile_name_prints_literally(self, name: str) -> None:
        person = CardBeneficiary(name, "Zoé", date(2000, 2, 29), 1)
        pdf = render_card(card(person))
        expected = bare(unicodedata.normalize("NFC", name))
        assert bare(text_of(pdf)).count(expected) >= 2
        assert b"passwd" not in pdf
        assert b"/JavaScript" not in pdf

    @pytest.mark.parametrize("name", ["A\r\nB", "A\nB", "A\tB", "A\u2028B"])
    def test_line_breaks_become_spaces(self, name: str) -> None:
        person = CardBeneficiary(name, "Zoé", date(2000, 2, 29), 1)
        assert "A B Zoé" in text_of(render_card(card(person)))

    @pytest.mark.parametrize("control", ["\x00", "\x1b", "\x7f", "\x9f", "\ud83d"])
    def test_controls_become_a_visible_mark(self, control: str) -> None:
        assert literal(f"A{control}B") == "A\ufffdB"
        assert render_card(card(brand=f"A{control}B"))

    def test_decomposed_accents_are_composed(self) -> None:
        assert literal("Zoe\u0301") == "Zoé"

    def test_every_field_survives_markup(self) -> None:
        names = ("brand", "insurer", "manager", "operator", "phone", "contract_number")
        codes = ("amc_number", "convention_type", "routing_code", "member_number", "space_url")
        values = {name: f"<i>{name}&amp;" for name in names + codes}
        text = bare(text_of(render_card(card(**values, usage_lines=("<b>ligne</b>",)))))
        for value in (*values.values(), "<b>ligne</b>"):
            assert bare(value) in text

    @pytest.mark.parametrize("length", [120, 400])
    def test_overlong_portfolio_names_are_never_cut(self, length: int) -> None:
        values = {name: name[0] * length for name in ("brand", "insurer", "manager", "operator")}
        text = bare(text_of(render_card(card(**values))))
        for value in values.values():
            assert text.count(value) >= 2
