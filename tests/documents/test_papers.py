"""Certificates and statements in print: their whole text, their layout, and hostile names."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pypdfium2
import pytest
from pypdf import PdfReader

from app.documents.certificates import render_affiliation, render_termination
from app.documents.seal import DocumentSeal
from app.documents.statement import render_statement
from app.documents.style import BODY_BOTTOM, MARGIN, PAGE_HEIGHT, PAGE_WIDTH
from tests.documents.paper import (
    CONSULTATION,
    GLASSES,
    SEAL,
    affiliation,
    person,
    statement,
    termination,
)
from tests.documents.samples import bare, text_of

AFFILIATION = """
HCR Bien-Être
Attestation d’affiliation
Attestation d’affiliation
Complémentaire santé – en vigueur le 14/03/2026
Gestion Exemple, agissant pour le compte de Mutuelle Exemple, certifie que les personnes désignées
ci-dessous sont couvertes le 14/03/2026 par le contrat de complémentaire santé n° HCR-2020-0117
souscrit par Hôtel du Lac.
Le contrat
N° de contrat HCR-2020-0117 Entreprise Hôtel du Lac
N° d’adhérent A1234567890BC Assureur Mutuelle Exemple
Date d’entrée 01/01/2020 Gestionnaire Gestion Exemple
En vigueur le 14/03/2026 Contrat responsable Oui
Personnes couvertes
Nom et prénom Date de naissance Qualité Garanties Depuis le
Martin Camille 14/05/1986 Assuré Confort 01/01/2020
Martin Dominique 14/05/1987 Conjoint Confort 01/01/2020
Martin Lou 14/05/2015 Enfant Confort 01/01/2020
Contrat responsable : il respecte les conditions des articles L. 871-1, R. 871-1 et R. 871-2 du
code de la sécurité sociale.
Certificat établi pour faire valoir ce que de droit.
Fait le 14/03/2026, Gestion Exemple.
Référence de vérification
7K3M-9XQP-2RTW
Ce document peut être vérifié : saisissez sa référence dans l’espace assuré
(https://espace.example.org/) ou donnez-la au 01 44 20 97 80. La réponse dit s’il est toujours
valable et quel jour il a été édité (ici le 14/03/2026), sans rien révéler de la personne.
Attestation d’affiliation – contrat n° HCR-2020-0117 · Édité le 14/03/2026 · Réf. 7K3M-9XQP-2RTW
Page 1 sur 1
"""
RIGHTS = """
Vos droits après la radiation
Maintien gratuit de la couverture (portabilité) (au plus tard jusqu’au 30/04/2027)
Si votre contrat de travail a pris fin, sauf faute lourde, et que l’assurance chômage vous
indemnise, vos garanties et celles de vos ayants droit sont maintenues sans cotisation pendant une
durée égale à celle de votre dernier contrat de travail, en mois entiers, dans la limite de 12 mois
(article L. 911-8 du code de la sécurité sociale). Adressez-nous vos justificatifs d’indemnisation.
Contrat individuel de sortie (loi Evin, article 4)
Si vous percevez une pension de retraite, d’invalidité ou d’incapacité, ou une allocation de
chômage, vous pouvez demander un contrat individuel, sans période probatoire ni questionnaire de
santé, dans les 6 mois qui suivent la fin du contrat de travail ou, le cas échéant, la fin de la
portabilité. En cas de décès de l’assuré, ses ayants droit peuvent demander le maintien de leur
couverture pendant douze mois au moins, dans les 6 mois du décès (article 4 de la loi n° 89-1009 du
31 décembre 1989).
"""
STATEMENT = """
HCR Bien-Être
Décompte de remboursements
Décompte de remboursements
Décompte n° S-2026-000123 du 09/02/2026
N° de décompte S-2026-000123 Votre dépense 1 264,56 €
Date 09/02/2026 Notre remboursement 709,00 €
N° d’adhérent A1234567890BC Reste à votre charge 436,38 €
Origine Télétransmission (NOEMIE) Téléphone 01 44 20 97 80
Martin Camille
Soins du Acte et professionnel Dépense Base (BR) Taux Séc. sociale Autre mut. Notre part À charge
03/02/2026 Consultation médecin généraliste – Dr Jeanne Morel 30,00 30,00 70 % * 19,00 0,00 9,00
2,00
Total 30,00 19,00 0,00 9,00 2,00
Martin Lou
Soins du Acte et professionnel Dépense Base (BR) Taux Séc. sociale Autre mut. Notre part À charge
05/02/2026 Monture et deux verres complexes (× 3) 1 234,56 – – 0,18 100,00 700,00 434,38
Total 1 234,56 0,18 100,00 700,00 434,38
Ensemble du décompte
Soins du Acte et professionnel Dépense Base (BR) Taux Séc. sociale Autre mut. Notre part À charge
Martin Camille 30,00 19,00 0,00 9,00 2,00
Martin Lou 1 234,56 0,18 100,00 700,00 434,38
Total du décompte 1 264,56 19,18 100,00 709,00 436,38
Montants en euros. Dépense = sécurité sociale + autre mutuelle + notre part + reste à charge. BR :
base de remboursement de la sécurité sociale.
* Part de la sécurité sociale après une participation forfaitaire ou une franchise, que ni elle ni
un contrat responsable ne rembourse : 2,00 € en tout sur ce décompte.
Versements de notre part
Versé à Le Référence du versement Montant
Vous 10/02/2026 VIR-2026-000123 9,00 €
Professionnel (tiers payant) En cours – 700,00 €
"""
LONG = "Maximilienne-Wilhelmine-Élisabeth " * 7
EVERY = pytest.mark.parametrize(
    "pdf",
    [
        render_affiliation(affiliation(), SEAL),
        render_termination(termination(), SEAL),
        render_statement(statement(), SEAL),
    ],
    ids=["affiliation", "termination", "statement"],
)


class TestText:
    def test_the_certificate_of_affiliation_says_exactly_this(self) -> None:
        assert bare(text_of(render_affiliation(affiliation(), SEAL))) == bare(AFFILIATION)

    def test_the_certificate_of_termination_says_what_follows(self) -> None:
        text = bare(text_of(render_termination(termination(), SEAL)))
        assert bare(RIGHTS) in text
        assert bare("Dernier jour couvert 30/04/2026") in text
        assert bare("Motif Fin du contrat de travail") in text
        assert bare("prend fin le 30/04/2026 à minuit") in text
        unsaid = replace(termination(), reason=None, rights=())
        assert bare("Motif Non précisé") in bare(text_of(render_termination(unsaid, SEAL)))

    def test_the_statement_says_exactly_this(self) -> None:
        text = bare(text_of(render_statement(statement(), SEAL)))
        assert text.startswith(bare(STATEMENT))

    def test_one_person_has_one_table_and_no_sum_of_sums(self) -> None:
        text = text_of(render_statement(statement(CONSULTATION), SEAL))
        assert "Ensemble du décompte" not in text
        assert "Montants en euros" in text

    def test_without_a_deduction_none_is_explained(self) -> None:
        text = text_of(render_statement(statement(GLASSES, payments=()), SEAL))
        assert "participation forfaitaire" not in text
        assert "aucun sur ce décompte" in text

    def test_a_manager_who_is_the_insurer_acts_for_nobody_else(self) -> None:
        facts = affiliation(insurer="Gestion Exemple", responsible=False)
        text = text_of(render_affiliation(facts, SEAL))
        assert "agissant" not in text
        assert "n’est pas un contrat responsable" in text


@EVERY
class TestDocument:
    def test_it_has_a_title_a_language_and_its_fonts(self, pdf: bytes) -> None:
        reader = PdfReader(BytesIO(pdf))
        assert "HCR Bien-Être" in str((reader.metadata or {})["/Title"])
        assert reader.trailer["/Root"]["/Lang"] == "fr-FR"  # type: ignore[index]
        fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]
        assert all("DejaVu" in font["/BaseFont"] for font in fonts)

    def test_nothing_rests_on_a_colour(self, pdf: bytes) -> None:
        picture = pypdfium2.PdfDocument(pdf)[0].render(scale=1.5).to_pil().convert("L")
        darkest, lightest = picture.getextrema()
        assert (darkest < 40, lightest) == (True, 255)
        # Text is dark enough to be read in grey wherever it stands.
        assert sum(picture.histogram()[:130]) > 1_000


class TestBytes:
    def test_equal_facts_and_seal_give_equal_bytes(self) -> None:
        assert render_statement(statement(), SEAL) == render_statement(statement(), SEAL)
        other = DocumentSeal("0000-0000-0000", date(2026, 3, 15))
        assert render_statement(statement(), SEAL) != render_statement(statement(), other)


class TestLayout:
    @pytest.mark.parametrize("number", [1, 7, 30, 120])
    def test_however_long_nothing_leaves_the_page_and_every_page_is_numbered(
        self, number: int
    ) -> None:
        lines = [
            replace(CONSULTATION, person=f"{LONG}{place % 3}", act=LONG[: 20 + place])
            for place in range(number)
        ]
        pages = pypdfium2.PdfDocument(render_statement(statement(*lines), SEAL))
        for place, page in enumerate(pages, 1):
            text = page.get_textpage().get_text_range()
            assert f"Page {place} sur {len(pages)}" in text
            assert SEAL.reference in text
            for shape in page.get_objects(max_depth=1):
                left, bottom, right, top = shape.get_bounds()
                assert left >= MARGIN - 1
                assert right <= PAGE_WIDTH - MARGIN + 1
                assert bottom >= BODY_BOTTOM / 3
                assert top <= PAGE_HEIGHT

    def test_a_total_stands_on_the_page_of_a_line_that_it_adds_up(self) -> None:
        for number in range(24, 32):
            pdf = render_statement(statement(*[CONSULTATION] * number), SEAL)
            for page in PdfReader(BytesIO(pdf)).pages:
                text = page.extract_text()
                assert "Total" not in text or "Consultation" in text, number

    def test_long_names_wrap_and_are_not_cut(self) -> None:
        name = f"{LONG}Fin"
        for pdf in (
            render_affiliation(affiliation(person(name), employer=name, insurer=name), SEAL),
            render_termination(termination(person(name), manager=name, employer=name), SEAL),
            render_statement(statement(replace(CONSULTATION, person=name, provider=name)), SEAL),
        ):
            assert bare(text_of(pdf)).count(bare(name)) >= 2

    def test_a_large_family_flows_onto_other_pages(self) -> None:
        people = [person(f"Enfant{place}") for place in range(80)]
        text = text_of(render_affiliation(affiliation(*people), SEAL))
        assert [place for place in range(80) if f"Martin Enfant{place}" not in text] == []
        # The head of the table stands on each page.
        assert text.count("Date de naissance") > 1


class TestAmounts:
    @pytest.mark.parametrize(
        ("amount", "written"),
        [
            ("0.00", "0,00"),
            ("999.90", "999,90"),
            ("1234567.80", "1 234 567,80"),
            ("-3.50", "-3,50"),
        ],
    )
    def test_they_are_written_as_in_french(self, amount: str, written: str) -> None:
        sums = replace(CONSULTATION.sums, spent=Decimal(amount))
        text = text_of(render_statement(statement(replace(CONSULTATION, sums=sums)), SEAL))
        assert written in text.replace("\u00a0", " ")
