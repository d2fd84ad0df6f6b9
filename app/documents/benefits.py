"""The table of guarantees (*tableau de garanties*): what is paid, in sentences and by example."""

from collections.abc import Iterator, Sequence

from app.documents.benefits_facts import (
    BenefitCategoryFacts,
    BenefitExampleFacts,
    BenefitFacts,
    BenefitOptionFacts,
    BenefitsFacts,
)
from app.documents.blocks import (
    explained_table,
    fact_table,
    furniture,
    heading,
    responsible_note,
    verification,
)
from app.documents.seal import DocumentSeal
from app.documents.sheet import Block, render
from app.documents.style import MUTED
from app.documents.tables import Column, paragraph, section, space
from app.documents.typefaces import BOLD
from app.documents.words import amount, euros, french_date

_TITLE = "Tableau de garanties"
_COLUMNS = (
    Column("Garantie", 33, BOLD),
    Column("Ce que nous payons", 55),
    Column("Par exemple", 32),
    Column("Dépense", 14, align="right"),
    Column("Séc. sociale", 15, align="right"),
    Column("Notre part", 14, BOLD, "right"),
    Column("À charge", 14, align="right"),
)
_OPTION_COLUMNS = (
    Column("Option", 80, BOLD),
    Column("Situation", 36),
    Column("À partir du", 25),
    Column("Cotisation par mois", 30, BOLD, "right"),
)
_HOW_TO_READ = (
    "Comment lire les tableaux : la part de la sécurité sociale dépend de sa base de "
    "remboursement. Chaque exemple est celui d’un adulte qui respecte le parcours de soins et n’a "
    "encore rien utilisé de ses droits de l’année : un seul acte, à son prix habituel, aux tarifs "
    "en vigueur le {day}. Dépense = sécurité sociale + notre part + reste à charge, en euros."
)
_DEDUCTION = (
    "* Après une participation forfaitaire ou une franchise, que ni la sécurité sociale ni un "
    "contrat responsable ne rembourse."
)
_NOTHING_YET = "Les garanties de ce niveau n’ont pas encore été publiées"


def render_benefits(facts: BenefitsFacts, seal: DocumentSeal) -> bytes:
    """The table as a PDF; equal facts and seal give equal bytes."""
    day = french_date(facts.as_of)
    blocks = [
        *heading(_TITLE, f"Niveau {facts.level} – garanties au {day}"),
        *_references(facts),
        *_categories(facts),
        *_options(facts.options),
        space(2),
        paragraph(responsible_note(responsible=facts.responsible), 8),
        verification(seal, facts.space_url, facts.phone),
    ]
    subject = f"{_TITLE} – contrat n° {facts.contract_number}"
    return render(furniture(_TITLE, facts.brand, subject, seal), blocks)


def _references(facts: BenefitsFacts) -> list[Block]:
    since = french_date(facts.covered_from)
    if facts.covered_until:
        cover = f"Du {since} au {french_date(facts.covered_until)}"
    else:
        cover = f"Depuis le {since}"
    return fact_table(
        [
            ("Bénéficiaire", facts.person),
            ("Niveau", facts.level),
            ("À ce niveau", cover),
            ("N° d’adhérent", facts.member_number),
            ("N° de contrat", facts.contract_number),
            ("Contrat responsable", "Oui (R)" if facts.responsible else "Non"),
            ("Entreprise", facts.employer),
            ("Assureur", facts.insurer),
            ("Gestionnaire", facts.manager),
            ("Téléphone", facts.phone),
        ]
    )


def _categories(facts: BenefitsFacts) -> Iterator[Block]:
    if not facts.categories:
        yield section(_NOTHING_YET)
        return
    for category in facts.categories:
        rows = [_row(benefit) for benefit in category.benefits]
        yield from explained_table(category.label, _COLUMNS, rows)
    yield space(1.4)
    yield paragraph(_HOW_TO_READ.format(day=french_date(facts.as_of)), 6.8, MUTED)
    if any(_bears_a_deduction(category) for category in facts.categories):
        yield paragraph(_DEDUCTION, 6.8, MUTED)


def _options(options: Sequence[BenefitOptionFacts]) -> Iterator[Block]:
    """What the person added to the contract, or may add; nothing when there is none."""
    rows = [
        [
            option.label,
            option.status,
            french_date(option.starts_on) if option.starts_on else "–",
            euros(option.monthly_price),
        ]
        for option in options
    ]
    if rows:
        yield from explained_table("Options", _OPTION_COLUMNS, rows)


def _bears_a_deduction(category: BenefitCategoryFacts) -> bool:
    examples = (benefit.example for benefit in category.benefits)
    return any(example.deduction for example in examples if example)


def _row(benefit: BenefitFacts) -> list[str]:
    example = benefit.example
    sentences = (benefit.sentence, _validity(benefit), *(example.limits if example else ()))
    return [
        benefit.label,
        " ".join(filter(None, sentences)),
        *(_worked_out(example) if example else ("–",) * 5),
    ]


def _worked_out(example: BenefitExampleFacts) -> tuple[str, ...]:
    return (
        example.act,
        amount(example.spent),
        ("* " if example.deduction else "") + amount(example.statutory),
        amount(example.complementary),
        amount(example.left_to_pay),
    )


def _validity(benefit: BenefitFacts) -> str:
    """The days of care it pays for, where they are limited."""
    first = french_date(benefit.starts_on) if benefit.starts_on else None
    last = french_date(benefit.ends_on) if benefit.ends_on else None
    if first and last:
        return f"Pour les soins du {first} au {last}."
    if first:
        return f"Pour les soins à partir du {first}."
    return f"Pour les soins jusqu’au {last}." if last else ""
