"""The table of guarantees in print: its whole text, and what it says where little is known."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from pypdf import PdfReader

from app.documents.benefits import render_benefits
from app.documents.benefits_facts import BenefitCategoryFacts
from app.documents.style import BODY_BOTTOM, MARGIN, PAGE_WIDTH
from tests.documents.paper import CURE, LENSES, SEAL, VISIT, benefits
from tests.documents.samples import bare, text_of

TABLE = """
HCR Bien-Être
Tableau de garanties
Tableau de garanties
Niveau Confort – garanties au 14/03/2026
Bénéficiaire Martin Camille Contrat responsable Oui (R)
Niveau Confort Entreprise Hôtel du Lac
À ce niveau Depuis le 01/01/2020 Assureur Mutuelle Exemple
N° d’adhérent A1234567890BC Gestionnaire Gestion Exemple
N° de contrat HCR-2020-0117 Téléphone 01 44 20 97 80
Consultations et visites
Garantie Ce que nous payons Par exemple Dépense Séc. sociale Notre part À charge
Médecins généralistes
Nous complétons la Sécurité sociale jusqu’à 100 % de sa base de remboursement.
Consultation médecin généraliste 30,00 * 19,00 9,00 2,00
Optique
Garantie Ce que nous payons Par exemple Dépense Séc. sociale Notre part À charge
Monture et deux verres simples
Nous complétons la Sécurité sociale jusqu’à 500,00 € par équipement, un équipement tous les 2 ans.
Pour les soins du 01/01/2026 au 31/12/2026.
Le contrat responsable limite le montant compté à 420,00 €.
Verres simples, classe B 1 290,00 0,09 419,91 870,00
Cure thermale
Garantie Ce que nous payons Par exemple Dépense Séc. sociale Notre part À charge
Cure thermale
Nous versons jusqu’à 200,00 € par année civile. Pour les soins à partir du 01/07/2025.
– – – – –
Comment lire les tableaux : la part de la sécurité sociale dépend de sa base de remboursement.
Chaque exemple est celui d’un adulte qui respecte le parcours de soins et n’a encore rien utilisé de
ses droits de l’année : un seul acte, à son prix habituel, aux tarifs en vigueur le 14/03/2026.
Dépense = sécurité sociale + notre part + reste à charge, en euros.
* Après une participation forfaitaire ou une franchise, que ni la sécurité sociale ni un contrat
responsable ne rembourse.
Options
Option Situation À partir du Cotisation par mois
Renfort Souscrite 01/05/2026 12,50 €
Contrat responsable : il respecte les conditions des articles L. 871-1, R. 871-1 et R. 871-2 du
code de la sécurité sociale.
Référence de vérification
7K3M-9XQP-2RTW
"""
LONG = "Maximilienne-Wilhelmine-Élisabeth " * 7


class TestText:
    def test_the_table_of_guarantees_says_exactly_this(self) -> None:
        text = bare(text_of(render_benefits(benefits(), SEAL)))
        assert text.startswith(bare(TABLE))
        assert text.endswith(bare("Réf. 7K3M-9XQP-2RTW Page 1 sur 1"))

    def test_a_cover_that_is_over_says_from_when_to_when(self) -> None:
        facts = benefits(covered_until=date(2025, 12, 31), as_of=date(2025, 12, 31))
        text = text_of(render_benefits(facts, SEAL))
        assert "Du 01/01/2020 au 31/12/2025" in text
        assert "garanties au 31/12/2025" in text

    def test_a_guarantee_that_ends_says_when(self) -> None:
        ending = BenefitCategoryFacts("Soins", (replace(CURE, starts_on=None, ends_on=date.max),))
        text = text_of(render_benefits(benefits(ending), SEAL))
        assert "Pour les soins jusqu’au 31/12/9999." in " ".join(text.split())

    def test_without_a_deduction_none_is_explained(self) -> None:
        category = BenefitCategoryFacts("Optique", (LENSES, CURE))
        text = text_of(render_benefits(benefits(category, responsible=False), SEAL))
        assert "participation forfaitaire" not in text
        assert "n’est pas un contrat responsable" in " ".join(text.split())

    def test_a_level_without_guarantees_says_so(self) -> None:
        text = text_of(render_benefits(replace(benefits(), categories=(), options=()), SEAL))
        assert "n’ont pas encore été publiées" in text
        assert ("Comment lire" in text, "Options" in text) == (False, False)


class TestDocument:
    def test_it_has_a_title_a_language_and_its_fonts(self) -> None:
        reader = PdfReader(BytesIO(render_benefits(benefits(), SEAL)))
        title = str((reader.metadata or {})["/Title"])
        assert title == "Tableau de garanties – HCR Bien-Être"
        assert reader.trailer["/Root"]["/Lang"] == "fr-FR"  # type: ignore[index]
        fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]
        assert all("DejaVu" in font["/BaseFont"] for font in fonts)

    def test_equal_facts_and_seal_give_equal_bytes(self) -> None:
        assert render_benefits(benefits(), SEAL) == render_benefits(benefits(), SEAL)


class TestLayout:
    @pytest.mark.parametrize("number", [1, 9, 60])
    def test_however_long_nothing_leaves_the_page_and_every_page_is_numbered(
        self, number: int
    ) -> None:
        named = [replace(VISIT, label=LONG[: 20 + place]) for place in range(number)]
        categories = [BenefitCategoryFacts(f"{LONG}{place}", tuple(named)) for place in range(3)]
        facts = benefits(*categories, person=LONG, level=LONG, employer=LONG)
        pages = pypdfium2.PdfDocument(render_benefits(facts, SEAL))
        for place, page in enumerate(pages, 1):
            text = page.get_textpage().get_text_range()
            assert f"Page {place} sur {len(pages)}" in text
            assert SEAL.reference in text
            for shape in page.get_objects(max_depth=1):
                left, bottom, right, _ = shape.get_bounds()
                assert left >= MARGIN - 1
                assert right <= PAGE_WIDTH - MARGIN + 1
                assert bottom >= BODY_BOTTOM / 3

    def test_nothing_rests_on_a_colour(self) -> None:
        pages = pypdfium2.PdfDocument(render_benefits(benefits(), SEAL))
        picture = pages[0].render(scale=1.5).to_pil().convert("L")
        darkest, lightest = picture.getextrema()
        assert (darkest < 40, lightest) == (True, 255)
        assert sum(picture.histogram()[:130]) > 1_000
