"""The face of the card that the member reads."""

from collections.abc import Sequence
from typing import Any

from app.documents.card_front import PADDING
from app.documents.datamatrix import DataMatrix
from app.documents.facts import CardFacts
from app.documents.style import ACCENT, CARD_HEIGHT, CARD_WIDTH, MM, MUTED
from app.documents.text import Text, draw, fit
from app.documents.typefaces import BOLD, REGULAR
from app.documents.words import french_date

_INNER = CARD_WIDTH - 2 * PADDING
_TITLE_TOP = 3.6 * MM
_LINES_TOP = 8.6 * MM
_LINES_BOTTOM = CARD_HEIGHT - 6.4 * MM
_FOOT_TOP = CARD_HEIGHT - 5.2 * MM
_NARROWEST_CAPTION = 20 * MM
_BULLET = 2.2 * MM
_LINE_GAP = 0.9 * MM
_SIZES = (6.6, 6.2, 5.8, 5.4, 5.0)
_CONTINUED = "La suite du mode d’emploi est imprimée sous la carte."


class Back:
    """Usage lines, the DataMatrix if there is one, contract number and date."""

    def __init__(self, facts: CardFacts, matrix: DataMatrix | None) -> None:
        self._matrix = matrix
        width = _INNER - (_matrix_width(matrix) + 1.5 * MM if matrix else 0)
        self._title = fit("Comment utiliser cette carte", BOLD, 7.4, width, 4)
        self._lines, self.complete = _fit_lines(facts.usage_lines, width)
        foot = f"Contrat n° {facts.contract_number}   ·   Éditée le {french_date(facts.printed_on)}"
        self._foot = fit(foot, REGULAR, 5.4, _INNER, 3.4)

    def draw(self, canvas: Any, left: float, top: float) -> None:
        """Draws the face whose top left corner is (`left`, `top`)."""
        left += PADDING
        draw(canvas, self._title, left, top - _TITLE_TOP, ACCENT)
        y = top - _LINES_TOP
        for line in self._lines:
            draw(canvas, Text(("•",), REGULAR, line.size), left, y, ACCENT)
            draw(canvas, line, left + _BULLET, y)
            y -= line.height + _LINE_GAP
        if self._matrix:
            self._draw_matrix(canvas, self._matrix, left + _INNER, top)
        draw(canvas, self._foot, left, top - _FOOT_TOP, MUTED)

    @staticmethod
    def _draw_matrix(canvas: Any, matrix: DataMatrix, right: float, top: float) -> None:
        width = _matrix_width(matrix)
        centre, upper = right - width / 2, top - _TITLE_TOP
        matrix.draw(canvas, centre - matrix.side / 2, upper)
        caption = fit("Code à scanner par le professionnel de santé", REGULAR, 4.6, width)
        if upper - matrix.side - caption.height > top - _FOOT_TOP:
            draw(canvas, caption, centre, upper - matrix.side, MUTED, "centre")


def _matrix_width(matrix: DataMatrix) -> float:
    return max(matrix.side, _NARROWEST_CAPTION)


def _fit_lines(lines: Sequence[str], width: float) -> tuple[list[Text], bool]:
    """All lines at the largest size that holds them; else the first ones and a pointer."""
    room = _LINES_BOTTOM - _LINES_TOP
    texts: list[Text] = []
    for size in _SIZES:
        texts = [fit(line, REGULAR, size, width - _BULLET) for line in lines]
        if _height(texts) <= room:
            return texts, True
    texts.append(fit(_CONTINUED, BOLD, _SIZES[-1], width - _BULLET))
    while len(texts) > 1 and _height(texts) > room:
        del texts[-2]
    return texts, False


def _height(texts: Sequence[Text]) -> float:
    return sum(text.height + _LINE_GAP for text in texts)
