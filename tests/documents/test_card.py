"""The card says what its facts say: read back as text, as metadata and as a scanned symbol."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from itertools import product
from threading import get_ident
from time import sleep
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT
from reportlab.pdfbase.ttfonts import TTFontFace

from app.documents.card import render_card
from app.documents.facts import CardBeneficiary, CardDomain
from app.documents.style import (
    BODY_TOP,
    CARD_HEIGHT,
    CARD_WIDTH,
    MARGIN,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
)
from tests.documents.samples import DOMAINS, MARIE, USAGE, bare, card, family, text_of


def symbols(pdf: bytes, scale: float = 3) -> list[bytes]:
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        image: Any = page.render(scale=scale).to_pil().convert("L")
        found += [barcode.bytes for barcode in zxingcpp.read_barcodes(image)]
    return found


class TestFacts:
    def test_every_fact_extracts_as_text(self) -> None:
        text = text_of(render_card(card()))
        for expected in (
            "Mutuelle du Chêne",
            "Assureur : Chêne Prévoyance",
            "Gestionnaire : Gestion Santé Océane",
            "Opérateur : Viamedis",
            "CT-2026-004217",
            "LEFÈVRE Marie-Hélène",
            "07/05/1985",
            "Tél. 09 69 39 00 00",
            "https://espace.mutuelle-du-chene.example",
            "Éditée le 05/01/2026",
            "Page 1 sur 1",
        ):
            assert bare(expected) in bare(text)
        for domain in DOMAINS:
            assert domain.code in text
            assert domain.label in text
        for line in USAGE:
            assert bare(line) in bare(text)

    def test_the_harmonised_fields_come_first_and_in_order(self) -> None:
        text = text_of(render_card(card()))
        front = text[text.index("N° AMC") :]
        expected = (
            "N° AMC", "0123456789",
            "Type de convention", "TP",
            "CSR", "VM01",
            "N° adhérent", "A1234567890BC",
            "Validité", "01/01/2026 – 31/12/2026",
        )  # fmt: skip
        assert front.splitlines()[: len(expected)] == list(expected)

    def test_the_card_is_drawn_in_true_id_1_size(self) -> None:
        page = PdfReader(BytesIO(render_card(card()))).pages[0]
        assert float(page.mediabox.width) == pytest.approx(210 * MM, abs=0.01)
        assert pytest.approx(85.60 / 53.98) == CARD_WIDTH / CARD_HEIGHT

    @pytest.mark.parametrize(("responsible", "answer"), [(True, "Oui (R)"), (False, "Non")])
    def test_the_r_mark_tells_a_responsible_contract(self, responsible: bool, answer: str) -> None:
        text = text_of(render_card(card(responsible=responsible)))
        assert ("R" in text.splitlines()) is responsible
        assert answer in text

    def test_the_nir_is_printed_only_where_given(self) -> None:
        person = CardBeneficiary("LEFÈVRE", "Zoé", date(1985, 5, 7), 2, "285057800608436")
        assert "2 85 05 78 006 084 36" in text_of(render_card(card(person)))
        assert "sécurité sociale" not in text_of(render_card(card(MARIE)))

    def test_twelve_persons_and_sixteen_domains_lose_no_line(self) -> None:
        facts = card(*family(12))
        text = bare(text_of(render_card(facts)))
        for person in facts.beneficiaries:
            assert text.count(bare(person.full_name)) == 2, "once on a card, once in the summary"
        cards = text.count("BénéficiaireNé(e)le")
        for domain in DOMAINS:
            assert text.count(f"{domain.code}{bare(domain.value)}") == cards
            assert f"{domain.code}{bare(domain.label)}{bare(domain.value)}" in text

    def test_a_person_with_another_level_gets_a_card_with_its_own_grid(self) -> None:
        child = CardBeneficiary(
            "LEFÈVRE", "Zoé", date(2015, 5, 7), 2, None, (CardDomain("PHAR", "Pharmacie", "65 %"),)
        )
        text = text_of(render_card(card(MARIE, child)))
        assert "Carte de tiers payant · 2/2" in text
        assert "rang 1" in text
        assert "rang 2" in text
        assert text.count("PHAR\n65 %") == 1

    def test_more_domains_than_the_grid_holds_are_all_in_the_summary(self) -> None:
        domains = tuple(CardDomain(f"D{n:03d}", f"Domaine {n}", f"{n} %") for n in range(60))
        text = text_of(render_card(card(domains=domains)))
        assert "+37" in text
        for domain in domains:
            assert bare(domain.label) in bare(text)

    def test_usage_too_long_for_the_back_is_continued_below(self) -> None:
        lines = tuple(f"Consigne {n} : {'texte ' * 30}fin{n}." for n in range(20))
        text = bare(text_of(render_card(card(usage_lines=lines))))
        for line in lines:
            assert bare(line) in text

    def test_a_card_of_nobody_in_no_domain_renders(self) -> None:
        facts = card(operator=None, space_url=None, domains=(), usage_lines=())
        assert text_of(render_card(facts))


class TestMetadata:
    def test_title_author_subject_and_language(self) -> None:
        reader: Any = PdfReader(BytesIO(render_card(card())))
        information, catalog = reader.metadata, reader.trailer["/Root"]
        assert information.title == "Carte de tiers payant – Mutuelle du Chêne"
        assert information.author == "Mutuelle du Chêne"
        assert information.subject == "Carte de tiers payant, valable du 01/01/2026 au 31/12/2026"
        assert information.creation_date.date() == date(2026, 1, 5)
        assert catalog["/Lang"] == "fr-FR"
        assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]

    def test_every_font_is_an_embedded_subset(self) -> None:
        fonts: dict[str, Any] = {}
        reader: Any = PdfReader(BytesIO(render_card(card(*family(12)))))
        for page in reader.pages:
            fonts |= page["/Resources"]["/Font"]
        assert fonts
        for font in fonts.values():
            described = font.get_object()
            assert "+DejaVuSansCondensed" in described["/BaseFont"]
            assert "/FontFile2" in described["/FontDescriptor"]
            assert "/ToUnicode" in described

    def test_pages_are_numbered(self) -> None:
        pages = PdfReader(BytesIO(render_card(card(*family(12))))).pages
        assert len(pages) > 1
        for number, page in enumerate(pages, start=1):
            assert f"Page {number} sur {len(pages)}" in page.extract_text()

    def test_equal_facts_give_equal_bytes(self) -> None:
        assert render_card(card(*family(4))) == render_card(card(*family(4)))
        assert render_card(card()) != render_card(card(member_number="OTHER"))

    def test_parallel_renderings_cut_one_font_subset_at_a_time(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cut = TTFontFace.makeSubset
        cutting: set[int] = set()
        peaks: list[int] = []

        def slow_cut(face: Any, subset: list[int]) -> bytes:
            cutting.add(get_ident())
            sleep(0.002)
            peaks.append(len(cutting))
            cutting.discard(get_ident())
            data: bytes = cut(face, subset)
            return data

        facts = [card(*family(count)) for count in (1, 2, 5)] * 4
        expected = [render_card(each) for each in facts]
        monkeypatch.setattr(TTFontFace, "makeSubset", slow_cut)
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(render_card, facts)) == expected
        assert set(peaks) == {1}


class TestDataMatrix:
    PAYLOADS = (
        b"1",
        b"0123456789" * 3,
        b"AMC;A1234567890BC;2026\x1d\r\n",
        bytes(range(256)),
        b"\xff" * 700,
    )

    @pytest.mark.parametrize("payload", PAYLOADS, ids=len)
    def test_the_symbol_reads_back_as_the_payload(self, payload: bytes) -> None:
        assert symbols(render_card(card(datamatrix_payload=payload)), scale=4) == [payload]

    def test_every_card_of_a_family_carries_it(self) -> None:
        pdf = render_card(card(*family(12), datamatrix_payload=b"A" * 60))
        cards = text_of(pdf).count("Code à scanner")
        assert cards > 1
        assert symbols(pdf) == [b"A" * 60] * cards

    def test_without_payload_there_is_no_symbol(self) -> None:
        pdf = render_card(card())
        assert symbols(pdf) == []
        assert "scanner" not in text_of(pdf)

    @pytest.mark.parametrize("payload", [b"", b"\x80" * 1556])
    def test_an_impossible_payload_is_refused(self, payload: bytes) -> None:
        with pytest.raises(ValueError, match=r"too long|empty"):
            render_card(card(datamatrix_payload=payload))


HEAVY = ("reportlab", "zxingcpp")


class TestImports:
    @pytest.mark.parametrize("module", ["app.documents", "app.documents.facts"])
    def test_facts_load_neither_the_pdf_nor_the_barcode_library(self, module: str) -> None:
        code = f"import sys, {module}; sys.exit(any(name in sys.modules for name in {HEAVY}))"
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(("people", "domains"), list(product((1, 3, 6, 12), (1, 8, 9, 16))))
class TestLayout:
    def test_nothing_leaves_the_page(self, people: int, domains: int) -> None:
        facts = card(*family(people), domains=DOMAINS[:domains], datamatrix_payload=b"1" * 50)
        for page in pypdfium2.PdfDocument(render_card(facts)):
            for shape in page.get_objects(max_depth=1):
                left, bottom, right, top = shape.get_bounds()
                assert left >= MARGIN - 1
                assert right <= PAGE_WIDTH - MARGIN + 1
                assert bottom >= 0
                assert top <= PAGE_HEIGHT

    def test_no_text_of_a_card_crosses_its_fold_or_its_edge(
        self, people: int, domains: int
    ) -> None:
        facts = card(*family(people), domains=DOMAINS[:domains], datamatrix_payload=b"1" * 700)
        page = pypdfium2.PdfDocument(render_card(facts))[0]
        texts = [shape.get_bounds() for shape in page.get_objects([FPDF_PAGEOBJ_TEXT], max_depth=1)]
        fold, card_top = PAGE_WIDTH / 2, BODY_TOP - 9.3 * MM
        inside = [bounds for bounds in texts if card_top - CARD_HEIGHT < bounds[1] < card_top]
        assert len(inside) > 20
        for left, bottom, right, top in inside:
            assert right < fold - 3 * MM or left > fold + 3 * MM
            assert bottom > card_top - CARD_HEIGHT + 1 * MM
            assert top < card_top - 1 * MM
