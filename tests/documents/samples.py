"""Card facts for the tests of the documents."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from app.documents.facts import CardBeneficiary, CardDomain, CardFacts

DOMAINS = tuple(
    CardDomain(code, label, value)
    for code, label, value in (
        ("PHAR", "Pharmacie", "100 %"),
        ("LABO", "Biologie", "100 %"),
        ("RADL", "Imagerie médicale", "100 %"),
        ("AUXM", "Auxiliaires médicaux", "TM"),
        ("MEDE", "Médecins", "TM"),
        ("SAGE", "Sages-femmes", "TM"),
        ("CSTE", "Centres de santé", "100 %"),
        ("EXTE", "Soins externes à l’hôpital", "100 %"),
        ("HOSP", "Hospitalisation", "PEC"),
        ("TRAN", "Transports", "65 %"),
        ("OPTI", "Optique", "PEC"),
        ("DESO", "Soins dentaires", "TM"),
        ("DEPR", "Prothèses dentaires", "PEC"),
        ("AUDI", "Audioprothèses", "PEC"),
        ("CURE", "Cures thermales", "NON"),
        ("APPA", "Appareillage", "130 %"),
    )
)
USAGE = (
    "Présentez cette carte avec votre carte Vitale à jour : vous n’avancez pas notre part.",
    "Hôpital, optique, dentaire, audition (PEC) : le professionnel demande d’abord l’accord.",
    "La carte reste valable aussi longtemps que vos droits ; en cas de départ, détruisez-la.",
    "Perte ou changement de situation : prévenez-nous depuis votre espace.",
)
MARIE = CardBeneficiary("LEFÈVRE", "Marie-Hélène", date(1985, 5, 7), 1)


def card(*beneficiaries: CardBeneficiary, **changes: Any) -> CardFacts:
    """A plausible card of these persons (one if none is given), with the changes."""
    facts = CardFacts(
        brand="Mutuelle du Chêne",
        insurer="Chêne Prévoyance",
        manager="Gestion Santé Océane",
        operator="Viamedis",
        amc_number="0123456789",
        convention_type="TP",
        routing_code="VM01",
        member_number="A1234567890BC",
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 12, 31),
        responsible=True,
        contract_number="CT-2026-004217",
        beneficiaries=beneficiaries or (MARIE,),
        domains=DOMAINS,
        phone="09 69 39 00 00",
        space_url="https://espace.mutuelle-du-chene.example",
        usage_lines=USAGE,
        datamatrix_payload=None,
        printed_on=date(2026, 1, 5),
    )
    return replace(facts, **changes)


def bare(text: str) -> str:
    """Without white space: where lines break is the layout's business."""
    return "".join(text.split())


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def family(count: int) -> tuple[CardBeneficiary, ...]:
    return tuple(
        CardBeneficiary(
            f"DE LA ROCHEFOUCAULD-MONTMORENCY {chr(64 + rank) * 4}",
            "Jean-Baptiste Maximilien",
            date(1980 + rank, rank, rank),
            rank,
            f"1800578006084{rank:02d}",
        )
        for rank in range(1, count + 1)
    )
