"""The printed statement (*décompte de remboursements*)."""

from collections.abc import Iterator, Sequence

from app.documents.blocks import explained_table, fact_table, furniture, heading, verification
from app.documents.seal import DocumentSeal
from app.documents.sheet import Block, render
from app.documents.statement_facts import (
    StatementFacts,
    StatementLineFacts,
    StatementPaymentFacts,
    StatementSums,
)
from app.documents.tables import Column, section
from app.documents.typefaces import BOLD
from app.documents.words import amount, euros, french_date, percent
from app.values.money import ZERO

_TITLE = "Décompte de remboursements"
_COLUMNS = (
    Column("Soins du", 17),
    Column("Acte et professionnel", 50),
    Column("Dépense", 17, align="right"),
    Column("Base (BR)", 16, align="right"),
    Column("Taux", 11, align="right"),
    Column("Séc. sociale", 17, align="right"),
    Column("Autre mut.", 16, align="right"),
    Column("Notre part", 17, BOLD, "right"),
    Column("À charge", 16, align="right"),
)
_PAYMENTS = (
    Column("Versé à", 45, BOLD),
    Column("Le", 25),
    Column("Référence du versement", 70),
    Column("Montant", 25, BOLD, "right"),
)
_UNITS = (
    "Montants en euros. Dépense = sécurité sociale + autre mutuelle + notre part + reste à charge. "
    "BR : base de remboursement de la sécurité sociale."
)
_DEDUCTION = (
    "* Part de la sécurité sociale après une participation forfaitaire ou une franchise, que ni "
    "elle ni un contrat responsable ne rembourse : {total} en tout sur ce décompte."
)


def render_statement(facts: StatementFacts, seal: DocumentSeal) -> bytes:
    """The statement as a PDF; equal facts and seal give equal bytes."""
    day = french_date(facts.issued_on)
    blocks = [
        *heading(_TITLE, f"Décompte n° {facts.number} du {day}"),
        *fact_table(
            [
                ("N° de décompte", facts.number),
                ("Date", day),
                ("N° d’adhérent", facts.member_number),
                ("Origine", facts.source),
                ("Votre dépense", euros(facts.totals.spent)),
                ("Notre remboursement", euros(facts.totals.complementary)),
                ("Reste à votre charge", euros(facts.totals.left_to_pay)),
                ("Téléphone", facts.phone),
            ]
        ),
        *_lines(facts),
        *_payments(facts.payments),
        verification(seal, facts.space_url, facts.phone),
    ]
    subject = f"Décompte n° {facts.number} du {day}"
    return render(furniture(_TITLE, facts.brand, subject, seal), blocks)


def _lines(facts: StatementFacts) -> Iterator[Block]:
    """A table for each person, in the order in which they first appear."""
    by_person: dict[str, list[StatementLineFacts]] = {}
    for line in facts.lines:
        by_person.setdefault(line.person, []).append(line)
    notes = [_UNITS]
    if deducted := sum((line.deduction for line in facts.lines), ZERO):
        notes.append(_DEDUCTION.format(total=euros(deducted)))
    last = len(by_person) - 1
    for place, (person, lines) in enumerate(by_person.items()):
        yield from explained_table(
            person,
            _COLUMNS,
            [_row(line) for line in lines],
            notes if place == last and len(by_person) == 1 else (),
            total=_total("Total", [line.sums for line in lines]),
        )
    if len(by_person) > 1:
        yield from explained_table(
            "Ensemble du décompte",
            _COLUMNS,
            [_total(person, [line.sums for line in lines]) for person, lines in by_person.items()],
            notes,
            total=_total("Total du décompte", [facts.totals]),
        )


def _row(line: StatementLineFacts) -> list[str]:
    act = line.act if line.quantity == 1 else f"{line.act} (× {line.quantity})"
    sums = line.sums
    return [
        french_date(line.care_date),
        f"{act} – {line.provider}" if line.provider else act,
        amount(sums.spent),
        "–" if line.base is None else amount(line.base),
        "–" if line.rate is None else percent(line.rate),
        ("* " if line.deduction else "") + amount(sums.statutory),
        amount(sums.other_insurer),
        amount(sums.complementary),
        amount(sums.left_to_pay),
    ]


def _total(label: str, sums: Sequence[StatementSums]) -> list[str]:
    def added(name: str) -> str:
        return amount(sum((getattr(one, name) for one in sums), ZERO))

    return [
        "",
        label,
        added("spent"),
        "",
        "",
        added("statutory"),
        added("other_insurer"),
        added("complementary"),
        added("left_to_pay"),
    ]


def _payments(payments: Sequence[StatementPaymentFacts]) -> Iterator[Block]:
    if not payments:
        yield section("Versement : aucun sur ce décompte")
        return
    rows = [
        [
            "Vous" if one.to_member else "Professionnel (tiers payant)",
            french_date(one.paid_on) if one.paid_on else "En cours",
            one.reference or "–",
            euros(one.amount),
        ]
        for one in payments
    ]
    yield from explained_table("Versements de notre part", _PAYMENTS, rows)
