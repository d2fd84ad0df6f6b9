"""The readable summary printed with the card: nothing shortened, nothing left out."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from app.documents.card_codes import signed_codes
from app.documents.card_front import harmonised_fields, spaced_nir
from app.documents.facts import CardBeneficiary, CardDomain, CardFacts
from app.documents.sheet import Block
from app.documents.style import MUTED
from app.documents.tables import Column, paragraph, section, space, table
from app.documents.typefaces import BOLD
from app.documents.words import french_date

Group = tuple[tuple[CardDomain, ...], list[CardBeneficiary]]
"""Persons who share one grid of domains."""

_VALUE_NOTES = {
    "TM": "ticket modérateur",
    "PEC": "sur accord préalable (prise en charge)",
    "NON": "pas de tiers payant",
}


def recap(facts: CardFacts, groups: Sequence[Group], *, with_usage: bool) -> Iterator[Block]:
    """Blocks of the summary: references, persons, rights by domain and, if told, the usage."""
    yield section("Vos références")
    yield from _references(facts)
    yield section("Personnes couvertes")
    yield from _people(facts.beneficiaries)
    for domains, people in groups:
        ranks = ", ".join(str(person.rank) for person in people)
        suffix = f" – rang {ranks}" if len(groups) > 1 else ""
        yield section(f"Tiers payant par domaine de soins{suffix}")
        yield from _domains(domains)
    yield from _notes(domain.value for domains, _ in groups for domain in domains)
    if with_usage:
        yield section("Comment utiliser la carte")
        for line in facts.usage_lines:
            yield paragraph(f"•  {line}")
    yield from signed_codes(facts)


def _references(facts: CardFacts) -> list[Block]:
    identifiers = (*harmonised_fields(facts), ("N° de contrat", facts.contract_number))
    others = [
        ("Contrat responsable", "Oui (R)" if facts.responsible else "Non"),
        ("Assureur", facts.insurer),
        ("Gestionnaire", facts.manager),
        ("Opérateur de tiers payant", facts.operator or "–"),
        ("Téléphone", facts.phone),
    ]
    if facts.space_url:
        others.append(("Espace en ligne", facts.space_url))
    columns = (
        Column("", 30, colour=MUTED),
        Column("", 45, BOLD),
        Column("", 36, colour=MUTED),
        Column("", 60, BOLD),
    )
    pairs = zip_longest(identifiers, others, fillvalue=("", ""))
    return table(columns, [(*left, *right) for left, right in pairs], headed=False)


def _people(people: Sequence[CardBeneficiary]) -> list[Block]:
    columns = [
        Column("Rang", 10),
        Column("Nom et prénom", 72, BOLD),
        Column("Date de naissance", 28),
    ]
    with_number = any(person.card_number for person in people)
    if with_number:
        columns.append(Column("N° de carte", 32))
    with_nir = any(person.nir for person in people)
    if with_nir:
        columns.append(Column("N° de sécurité sociale", 42))
    rows = [
        (
            str(person.rank),
            person.full_name,
            french_date(person.birth_date),
            *((person.card_number or "–",) if with_number else ()),
            *((spaced_nir(person.nir or "–"),) if with_nir else ()),
        )
        for person in people
    ]
    return table(columns, rows)


def _domains(domains: Sequence[CardDomain]) -> list[Block]:
    """Two domains to a line, read down the left half and then down the right one."""
    half = (Column("Code", 13, BOLD), Column("Domaine", 48), Column("Tiers payant", 22, BOLD))
    spacer = Column("", 4)
    cells = [(domain.code, domain.label, domain.value) for domain in domains]
    middle = -(-len(cells) // 2)
    pairs = zip_longest(cells[:middle], cells[middle:], fillvalue=("", "", ""))
    return table((*half, spacer, *half), [(*left, "", *right) for left, right in pairs])


def _notes(values: Iterator[str]) -> Iterator[Block]:
    printed = set(values)
    notes = [f"{code} : {note}" for code, note in _VALUE_NOTES.items() if code in printed]
    if any("%" in value for value in printed):
        notes.insert(0, "% : part de la base de remboursement (BR)")
    if notes:
        yield space(1.6)
        yield paragraph("   ·   ".join(notes), 6.6, MUTED)
