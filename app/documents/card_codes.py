"""The signed codes under the cards, one a person, told apart from the symbol providers scan."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.documents.facts import CardBeneficiary, CardFacts
from app.documents.qr_code import QrCode, encode
from app.documents.sheet import Block
from app.documents.style import COLUMN, HAIRLINE, INK, MARGIN, MM, MUTED, RULE
from app.documents.tables import paragraph, section
from app.documents.text import Text, draw, fit
from app.documents.typefaces import BOLD, REGULAR

_BESIDE = 2
_GAP = 4 * MM
_WIDTH = (COLUMN - _GAP * (_BESIDE - 1)) / _BESIDE
_PADDING = 1.5 * MM
_WHAT = (
    "Ces codes QR ne sont pas le code du tiers payant (DataMatrix) : signés par {brand}, ils "
    "prouvent, même sans réseau, qui est couvert, pour quels soins et jusqu’à quand. Une carte "
    "perdue se remplace dans l’espace assuré ; son numéro est alors révoqué."
)


def signed_codes(facts: CardFacts) -> Iterator[Block]:
    """A section with the code of each person who has one, side by side."""
    signed = [(one, encode(one.token)) for one in facts.beneficiaries if one.token]
    if not signed:
        return
    yield section("Codes signés de vérification")
    yield paragraph(_WHAT.format(brand=facts.brand), 7.2, MUTED, kept_with_next=True)
    for start in range(0, len(signed), _BESIDE):
        yield _row(signed[start : start + _BESIDE])


def _row(signed: Sequence[tuple[CardBeneficiary, QrCode]]) -> Block:
    cells = [(code, _words(person, code)) for person, code in signed]
    height = max(
        max(code.side, sum(text.height for text in words)) + 2 * _PADDING for code, words in cells
    )

    def draw_row(canvas: Any, top: float) -> None:
        for place, (code, words) in enumerate(cells):
            left = MARGIN + place * (_WIDTH + _GAP)
            canvas.setStrokeColorRGB(*RULE)
            canvas.setLineWidth(HAIRLINE)
            canvas.roundRect(left, top - height, _WIDTH, height, 1.2 * MM, stroke=1, fill=0)
            code.draw(canvas, left + _PADDING, top - _PADDING)
            y = top - _PADDING - 2.5 * MM
            for number, text in enumerate(words):
                draw(canvas, text, left + code.side + 2 * _PADDING, y, INK if number else MUTED)
                y -= text.height + 0.8 * MM

    return Block(height + 2 * MM, draw_row)


def _words(person: CardBeneficiary, code: QrCode) -> list[Text]:
    room = _WIDTH - code.side - 3 * _PADDING
    return [
        fit("Code QR signé de", REGULAR, 6.4, room),
        fit(person.full_name, BOLD, 8, room, 6),
        fit(f"Carte n° {person.card_number}", REGULAR, 7, room, 5.5),
    ]
