"""Certificates: who is covered (*affiliation*), and that somebody no longer is (*radiation*)."""

from collections.abc import Iterator, Sequence

from app.documents.blocks import (
    explained_table,
    fact_table,
    furniture,
    heading,
    responsible_note,
    verification,
)
from app.documents.certificate_facts import (
    AffiliationFacts,
    CertificateContract,
    CertificatePerson,
    TerminationFacts,
)
from app.documents.seal import DocumentSeal
from app.documents.sheet import Block, render
from app.documents.tables import Column, paragraph, section, space
from app.documents.typefaces import BOLD
from app.documents.words import french_date

_AFFILIATION, _TERMINATION = "Attestation d’affiliation", "Certificat de radiation"


def render_affiliation(facts: AffiliationFacts, seal: DocumentSeal) -> bytes:
    """The certificate of affiliation as a PDF; equal facts and seal give equal bytes."""
    contract, day = facts.contract, french_date(facts.in_force_on)
    blocks = [
        *heading(_AFFILIATION, f"Complémentaire santé – en vigueur le {day}"),
        *_statement(
            contract,
            f"certifie que les personnes désignées ci-dessous sont couvertes le {day} par le "
            f"contrat de complémentaire santé n° {contract.contract_number} souscrit par "
            f"{contract.employer}.",
        ),
        *_references(contract, [("En vigueur le", day)], facts.persons[0]),
        *_persons(facts.persons, ended=False),
        *_closing(contract, seal),
    ]
    subject = f"{_AFFILIATION} – contrat n° {contract.contract_number}"
    return render(furniture(_AFFILIATION, contract.brand, subject, seal), blocks)


def render_termination(facts: TerminationFacts, seal: DocumentSeal) -> bytes:
    """The certificate of termination as a PDF; equal facts and seal give equal bytes."""
    contract, day = facts.contract, french_date(facts.ends_on)
    ending = [("Dernier jour couvert", day), ("Motif", facts.reason or "Non précisé")]
    blocks = [
        *heading(_TERMINATION, f"Complémentaire santé – dernier jour couvert : {day}"),
        *_statement(
            contract,
            "certifie que les personnes désignées ci-dessous ont été couvertes par le contrat de "
            f"complémentaire santé n° {contract.contract_number} souscrit par "
            f"{contract.employer}, et que cette couverture prend fin le {day} à minuit.",
        ),
        *_references(contract, ending, facts.persons[0]),
        *_persons(facts.persons, ended=True),
        *_rights(facts),
        *_closing(contract, seal),
    ]
    subject = f"{_TERMINATION} – contrat n° {contract.contract_number}"
    return render(furniture(_TERMINATION, contract.brand, subject, seal), blocks)


def _statement(contract: CertificateContract, sentence: str) -> list[Block]:
    who = contract.manager
    if contract.insurer != contract.manager:
        who = f"{contract.manager}, agissant pour le compte de {contract.insurer},"
    return [paragraph(f"{who} {sentence}", 9.4, kept_with_next=True), space(1)]


def _references(
    contract: CertificateContract, days: Sequence[tuple[str, str]], holder: CertificatePerson
) -> Iterator[Block]:
    yield section("Le contrat")
    yield from fact_table(
        [
            ("N° de contrat", contract.contract_number),
            ("N° d’adhérent", contract.member_number),
            ("Date d’entrée", french_date(holder.entered_on)),
            *days,
            ("Entreprise", contract.employer),
            ("Assureur", contract.insurer),
            ("Gestionnaire", contract.manager),
            ("Contrat responsable", "Oui" if contract.responsible else "Non"),
        ]
    )


def _persons(persons: Sequence[CertificatePerson], *, ended: bool) -> Iterator[Block]:
    columns = [
        Column("Nom et prénom", 58, BOLD),
        Column("Date de naissance", 25),
        Column("Qualité", 25),
        Column("Garanties", 30),
        Column("Depuis le", 20),
    ]
    if ended:
        columns.append(Column("Jusqu’au", 20))
    rows = []
    for person in persons:
        row = [
            person.full_name,
            french_date(person.birth_date),
            person.relationship,
            person.level,
            french_date(person.entered_on),
        ]
        if ended:
            row.append(french_date(person.ends_on) if person.ends_on else "–")
        rows.append(row)
    yield from explained_table("Personnes couvertes", columns, rows)


def _rights(facts: TerminationFacts) -> Iterator[Block]:
    yield section("Vos droits après la radiation")
    for right in facts.rights:
        until = f" (au plus tard jusqu’au {french_date(right.until)})" if right.until else ""
        yield paragraph(f"{right.label}{until}", 8.6, face=BOLD, kept_with_next=True)
        yield paragraph(right.text, 8)
        yield space(0.8)


def _closing(contract: CertificateContract, seal: DocumentSeal) -> Iterator[Block]:
    yield space(2)
    yield paragraph(responsible_note(responsible=contract.responsible), 8)
    yield paragraph("Certificat établi pour faire valoir ce que de droit.", 8, kept_with_next=True)
    yield paragraph(
        f"Fait le {french_date(seal.issued_on)}, {contract.manager}.", 8.6, kept_with_next=True
    )
    yield verification(seal, contract.space_url, contract.phone)
