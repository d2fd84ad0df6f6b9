"""The third-party-payment card (*carte de tiers payant*) as a PDF."""

from typing import Any

from app.documents.card_back import Back
from app.documents.card_front import STRIP, Front, Row
from app.documents.card_recap import Group, recap
from app.documents.datamatrix import encode
from app.documents.facts import CardBeneficiary, CardDomain, CardFacts
from app.documents.sheet import Block, Furniture, render
from app.documents.style import (
    ACCENT,
    CARD_HEIGHT,
    CARD_RADIUS,
    CARD_WIDTH,
    COLUMN,
    HAIRLINE,
    MARGIN,
    MM,
    MUTED,
)
from app.documents.tables import paragraph
from app.documents.text import draw, fit
from app.documents.typefaces import REGULAR
from app.documents.words import french_date

_TITLE = "Carte de tiers payant"
_HINT = (
    "À présenter au professionnel de santé. Imprimez à 100 %, découpez suivant les tirets, "
    "pliez suivant les points."
)
_ABOVE, _BELOW = 5 * MM, 2.6 * MM


def render_card(facts: CardFacts) -> bytes:
    """An A4 PDF: cards in true ID-1 size to cut and fold, then everything again in full.

    Persons who share a grid share a card; a family too long for one face gets further cards.
    Equal facts give equal bytes.

    Raises:
        ValueError: the DataMatrix payload is empty or too long for the largest symbol.
    """
    matrix = None if facts.datamatrix_payload is None else encode(facts.datamatrix_payload)
    back = Back(facts, matrix)
    groups = group_by_domains(facts)
    blocks = [paragraph(_HINT, 7.2, MUTED, kept_with_next=True)]
    faces: list[tuple[Front, list[Row]]] = []
    for domains, people in groups:
        front = Front(facts, domains, with_nir=any(person.nir for person in people))
        faces += [(front, rows) for rows in front.distribute(people)]
    for number, (front, rows) in enumerate(faces, start=1):
        position = f" · {number}/{len(faces)}" if len(faces) > 1 else ""
        blocks.append(_pair(front, back, rows, position))
    blocks += recap(facts, groups, with_usage=not back.complete)
    return render(_furniture(facts), blocks)


def group_by_domains(facts: CardFacts) -> list[Group]:
    """Persons by the grid they are entitled to, in the order of the facts."""
    groups: dict[tuple[CardDomain, ...], list[CardBeneficiary]] = {}
    for person in facts.beneficiaries:
        groups.setdefault(person.domains or facts.domains, []).append(person)
    return list(groups.items()) or [(facts.domains, [])]


def _furniture(facts: CardFacts) -> Furniture:
    period = f"du {french_date(facts.valid_from)} au {french_date(facts.valid_until)}"
    return Furniture(
        title=_TITLE,
        brand=facts.brand,
        subject=f"{_TITLE}, valable {period}",
        foot=f"{_TITLE} valable {period}  ·  Contrat n° {facts.contract_number}"
        f"  ·  Éditée le {french_date(facts.printed_on)}",
        printed_on=facts.printed_on,
    )


def _pair(front: Front, back: Back, rows: list[Row], position: str) -> Block:
    """Front and back side by side: folded along the middle they make one card."""

    def draw_pair(canvas: Any, top: float) -> None:
        upper = top - _ABOVE
        _draw_outline(canvas, upper)
        front.draw(canvas, MARGIN, upper, rows, position)
        back.draw(canvas, MARGIN + CARD_WIDTH, upper)

    return Block(_ABOVE + CARD_HEIGHT + _BELOW, draw_pair)


def _draw_outline(canvas: Any, top: float) -> None:
    bottom, middle = top - CARD_HEIGHT, MARGIN + CARD_WIDTH
    canvas.saveState()
    path = canvas.beginPath()
    path.roundRect(MARGIN, bottom, COLUMN, CARD_HEIGHT, CARD_RADIUS)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.setFillColorRGB(*ACCENT)
    canvas.rect(MARGIN, top - STRIP, COLUMN, STRIP, stroke=0, fill=1)
    canvas.restoreState()
    canvas.saveState()
    canvas.setStrokeColorRGB(*MUTED)
    canvas.setLineWidth(HAIRLINE)
    canvas.setDash(4, 3)
    canvas.roundRect(MARGIN, bottom, COLUMN, CARD_HEIGHT, CARD_RADIUS, stroke=1, fill=0)
    canvas.setDash(0.5, 2)
    canvas.line(middle, top + 1.5 * MM, middle, bottom - 1.5 * MM)
    canvas.restoreState()
    label_top = top + 3.8 * MM
    draw(canvas, fit("plier", REGULAR, 5.6, CARD_WIDTH), middle, label_top, MUTED, "centre")
    draw(canvas, fit("✂ découper", REGULAR, 5.6, CARD_WIDTH), MARGIN, label_top, MUTED)
