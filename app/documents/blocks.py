"""Blocks that several documents share: a title, facts in two columns, tables with their notes, and
how the document is verified.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from app.documents.seal import DocumentSeal
from app.documents.sheet import Block, Furniture
from app.documents.style import ACCENT, COLUMN, HAIRLINE, INK, MARGIN, MM, MUTED, RULE, TINT
from app.documents.tables import Column, paragraph, section, space, table
from app.documents.text import draw, fit
from app.documents.typefaces import BOLD, REGULAR
from app.documents.words import french_date

_BOX_PADDING = 2.6 * MM
_FACT_COLUMNS = (
    Column("", 30, colour=MUTED),
    Column("", 52, BOLD),
    Column("", 32, colour=MUTED),
    Column("", 57, BOLD),
)

_RESPONSIBLE = (
    "Contrat responsable : il respecte les conditions des articles L. 871-1, R. 871-1 et "
    "R. 871-2 du code de la sécurité sociale."
)
_NOT_RESPONSIBLE = (
    "Ce contrat n’est pas un contrat responsable au sens de l’article L. 871-1 du code de la "
    "sécurité sociale."
)


def furniture(title: str, brand: str, subject: str, seal: DocumentSeal) -> Furniture:
    """Head and foot of a document that bears a reference, which every page repeats."""
    return Furniture(
        title=title,
        brand=brand,
        subject=subject,
        foot=f"{subject}  ·  Édité le {french_date(seal.issued_on)}  ·  Réf. {seal.reference}",
        printed_on=seal.issued_on,
    )


def heading(title: str, subtitle: str) -> list[Block]:
    """The name of the document, large, and what it is about."""
    large = fit(title, BOLD, 16, COLUMN, 11)
    small = fit(subtitle, REGULAR, 9, COLUMN, 8)

    def draw_heading(canvas: Any, top: float) -> None:
        draw(canvas, large, MARGIN, top - 1 * MM, ACCENT)
        draw(canvas, small, MARGIN, top - 2 * MM - large.height, MUTED)

    return [Block(large.height + small.height + 5 * MM, draw_heading, kept_with_next=True)]


def fact_table(facts: Sequence[tuple[str, str]]) -> list[Block]:
    """Names and values, read down the left half and then down the right one."""
    middle = -(-len(facts) // 2)
    pairs = zip_longest(facts[:middle], facts[middle:], fillvalue=("", ""))
    return table(_FACT_COLUMNS, [(*left, *right) for left, right in pairs], headed=False)


def responsible_note(*, responsible: bool) -> str:
    """Whether it is a *contrat responsable*, by which articles of the law."""
    return _RESPONSIBLE if responsible else _NOT_RESPONSIBLE


def explained_table(
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    notes: Sequence[str] = (),
    *,
    total: Sequence[str] | None = None,
) -> Iterator[Block]:
    """A section: its title, its table, a last row of totals in bold, and notes in small print."""
    yield section(title)
    body = table(columns, rows)
    if total is not None:
        # The sums stay on the page of the last row they add up.
        body[-1] = Block(body[-1].height, body[-1].draw, kept_with_next=True, head=body[-1].head)
    yield from body
    if total is not None:
        bold = [Column("", one.share, BOLD, one.align) for one in columns]
        yield from table(bold, [total], headed=False)
    if notes:
        yield space(1.4)
        for note in notes:
            yield paragraph(note, 6.8, MUTED)


def verification(seal: DocumentSeal, space_url: str, phone: str) -> Block:
    """The box at the end: the reference, large, and where it is asked about."""
    label = fit("Référence de vérification", REGULAR, 7, COLUMN * 0.32)
    reference = fit(seal.reference, BOLD, 12, COLUMN * 0.32, 8)
    words = fit(
        "Ce document peut être vérifié : saisissez sa référence dans l’espace assuré "
        f"({space_url}) ou donnez-la au {phone}. La réponse dit s’il est toujours valable et quel "
        f"jour il a été édité (ici le {french_date(seal.issued_on)}), sans rien révéler de la "
        "personne.",
        REGULAR,
        7,
        COLUMN * 0.6,
    )
    inner = max(words.height, label.height + reference.height + 0.8 * MM)
    height = inner + 2 * _BOX_PADDING

    def draw_box(canvas: Any, top: float) -> None:
        upper = top - 5 * MM
        canvas.setFillColorRGB(*TINT)
        canvas.setStrokeColorRGB(*RULE)
        canvas.setLineWidth(HAIRLINE)
        canvas.roundRect(MARGIN, upper - height, COLUMN, height, 1.4 * MM, stroke=1, fill=1)
        left = MARGIN + _BOX_PADDING
        draw(canvas, label, left, upper - _BOX_PADDING, MUTED)
        draw(canvas, reference, left, upper - _BOX_PADDING - label.height - 0.8 * MM, INK)
        draw(canvas, words, MARGIN + COLUMN * 0.37, upper - _BOX_PADDING, INK)

    return Block(height + 7 * MM, draw_box)
