"""Certificates and statements for the tests of their print."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from app.documents.benefits_facts import (
    BenefitCategoryFacts,
    BenefitExampleFacts,
    BenefitFacts,
    BenefitOptionFacts,
    BenefitsFacts,
)
from app.documents.certificate_facts import (
    AffiliationFacts,
    CertificateContract,
    CertificatePerson,
    RightFacts,
    TerminationFacts,
)
from app.documents.seal import DocumentSeal
from app.documents.statement_facts import (
    StatementFacts,
    StatementLineFacts,
    StatementPaymentFacts,
    StatementSums,
)
from app.values.following_rights import rights_after

SEAL = DocumentSeal("7K3M-9XQP-2RTW", date(2026, 3, 14))
CONTRACT = CertificateContract(
    brand="HCR Bien-Être",
    insurer="Mutuelle Exemple",
    manager="Gestion Exemple",
    contract_number="HCR-2020-0117",
    employer="Hôtel du Lac",
    responsible=True,
    member_number="A1234567890BC",
    phone="01 44 20 97 80",
    space_url="https://espace.example.org/",
)
FAMILY = (("Camille", "Assuré", 1986), ("Dominique", "Conjoint", 1987), ("Lou", "Enfant", 2015))


def person(first_name: str = "Camille", **changes: Any) -> CertificatePerson:
    facts = CertificatePerson(
        last_name="Martin",
        first_name=first_name,
        birth_date=date(1986, 5, 14),
        relationship="Assuré",
        level="Confort",
        entered_on=date(2020, 1, 1),
        ends_on=None,
    )
    return replace(facts, **changes)


def family(ends_on: date | None = None) -> tuple[CertificatePerson, ...]:
    return tuple(
        person(name, relationship=what, birth_date=date(year, 5, 14), ends_on=ends_on)
        for name, what, year in FAMILY
    )


def affiliation(*persons: CertificatePerson, **contract: Any) -> AffiliationFacts:
    return AffiliationFacts(
        replace(CONTRACT, **contract), persons or family(), in_force_on=date(2026, 3, 14)
    )


def termination(*persons: CertificatePerson, **contract: Any) -> TerminationFacts:
    last_day = date(2026, 4, 30)
    rights = rights_after(last_day, portability_months=12, evin_months=6, language="fr")
    return TerminationFacts(
        replace(CONTRACT, **contract),
        persons or family(last_day),
        ends_on=last_day,
        reason="Fin du contrat de travail",
        rights=tuple(RightFacts(*right) for right in rights),
    )


def sums(spent: str, statutory: str, other: str, ours: str, left: str) -> StatementSums:
    return StatementSums(*map(Decimal, (spent, statutory, other, ours, left)))


CONSULTATION = StatementLineFacts(
    person="Martin Camille",
    care_date=date(2026, 2, 3),
    act="Consultation médecin généraliste",
    quantity=1,
    provider="Dr Jeanne Morel",
    base=Decimal("30.00"),
    rate=Decimal("0.7000"),
    deduction=Decimal("2.00"),
    sums=sums("30.00", "19.00", "0.00", "9.00", "2.00"),
)
GLASSES = StatementLineFacts(
    person="Martin Lou",
    care_date=date(2026, 2, 5),
    act="Monture et deux verres complexes",
    quantity=3,
    provider=None,
    base=None,
    rate=None,
    deduction=Decimal("0.00"),
    sums=sums("1234.56", "0.18", "100.00", "700.00", "434.38"),
)


def statement(*lines: StatementLineFacts, **changes: Any) -> StatementFacts:
    lines = lines or (CONSULTATION, GLASSES)
    names = ("spent", "statutory", "other_insurer", "complementary", "left_to_pay")
    totals = [sum((getattr(one.sums, name) for one in lines), Decimal()) for name in names]
    facts = StatementFacts(
        brand="HCR Bien-Être",
        phone="01 44 20 97 80",
        space_url="https://espace.example.org/",
        number="S-2026-000123",
        issued_on=date(2026, 2, 9),
        member_number="A1234567890BC",
        source="Télétransmission (NOEMIE)",
        lines=lines,
        payments=(
            StatementPaymentFacts(True, date(2026, 2, 10), "VIR-2026-000123", Decimal("9.00")),
            StatementPaymentFacts(False, None, None, Decimal("700.00")),
        ),
        totals=StatementSums(*totals),
    )
    return replace(facts, **changes)


VISIT = BenefitFacts(
    label="Médecins généralistes",
    sentence="Nous complétons la Sécurité sociale jusqu’à 100 % de sa base de remboursement.",
    starts_on=None,
    ends_on=None,
    example=BenefitExampleFacts(
        act="Consultation médecin généraliste",
        spent=Decimal("30.00"),
        statutory=Decimal("19.00"),
        deduction=Decimal("2.00"),
        complementary=Decimal("9.00"),
        left_to_pay=Decimal("2.00"),
        limits=(),
    ),
)
LENSES = BenefitFacts(
    label="Monture et deux verres simples",
    sentence="Nous complétons la Sécurité sociale jusqu’à 500,00 € par équipement, "
    "un équipement tous les 2 ans.",
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 12, 31),
    example=BenefitExampleFacts(
        act="Verres simples, classe B",
        spent=Decimal("1290.00"),
        statutory=Decimal("0.09"),
        deduction=Decimal("0.00"),
        complementary=Decimal("419.91"),
        left_to_pay=Decimal("870.00"),
        limits=("Le contrat responsable limite le montant compté à 420,00 €.",),
    ),
)
CURE = BenefitFacts(
    label="Cure thermale",
    sentence="Nous versons jusqu’à 200,00 € par année civile.",
    starts_on=date(2025, 7, 1),
    ends_on=None,
    example=None,
)


def benefits(*categories: BenefitCategoryFacts, **changes: Any) -> BenefitsFacts:
    facts = BenefitsFacts(
        brand="HCR Bien-Être",
        phone="01 44 20 97 80",
        space_url="https://espace.example.org/",
        insurer="Mutuelle Exemple",
        manager="Gestion Exemple",
        employer="Hôtel du Lac",
        contract_number="HCR-2020-0117",
        member_number="A1234567890BC",
        responsible=True,
        person="Martin Camille",
        level="Confort",
        covered_from=date(2020, 1, 1),
        covered_until=None,
        as_of=date(2026, 3, 14),
        categories=categories
        or (
            BenefitCategoryFacts("Consultations et visites", (VISIT,)),
            BenefitCategoryFacts("Optique", (LENSES,)),
            BenefitCategoryFacts("Cure thermale", (CURE,)),
        ),
        options=(BenefitOptionFacts("Renfort", "Souscrite", date(2026, 5, 1), Decimal("12.50")),),
    )
    return replace(facts, **changes)
