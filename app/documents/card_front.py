"""The face of the card that health professionals read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.documents.facts import CardBeneficiary, CardDomain, CardFacts
from app.documents.sheet import rule
from app.documents.style import (
    ACCENT,
    CARD_HEIGHT,
    CARD_WIDTH,
    HAIRLINE,
    INK,
    MM,
    MUTED,
    RULE,
    TINT,
    Colour,
)
from app.documents.text import Text, baseline_shift, draw, fit, fit_box
from app.documents.typefaces import BOLD, REGULAR
from app.documents.words import french_date

PADDING = 3.4 * MM
STRIP = 1.5 * MM
_INNER = CARD_WIDTH - 2 * PADDING
_FIRST_LINE = 3.5 * MM
_LABELS_WIDTH = 17.4 * MM
_FIELDS_WIDTH = 46.8 * MM
_FIELD_PITCH = 2.75 * MM
_FIELD_SIZE = 6.8
_IDENTITY_WIDTH = _INNER - _FIELDS_WIDTH - 1.4 * MM
_IDENTITY_HEIGHT = 15.4 * MM
_TITLE_HEIGHT = 3 * MM
_MARK = 4.4 * MM
_ROW_HEAD = 2.3 * MM
_GAP = 0.9 * MM
_CELL_HEAD, _CELL_BODY = 2.45 * MM, 3.15 * MM
_CELLS_PER_LINE = 8
_MOST_CELLS = 24
_PHONE_LINE = 3.4 * MM
_DETAIL_SIZE = 5.8
_BOTTOM = CARD_HEIGHT - 2.2 * MM
_ROW_SIZES = ((7.2, 5.6), (6.1, 5.2), (6.1, 4.2), (5.0, 3.2), (4.0, 2.4))
"""Size of a beneficiary's line and the size it may shrink to before wrapping."""


def spaced_nir(nir: str) -> str:
    """The 15 characters in their customary groups; anything else as given."""
    if len(nir) != 15 or not nir.isalnum():  # noqa: PLR2004  # 13 characters and their key
        return nir
    return " ".join((nir[0], nir[1:3], nir[3:5], nir[5:7], nir[7:10], nir[10:13], nir[13:]))


def harmonised_fields(facts: CardFacts) -> tuple[tuple[str, str], ...]:
    """The five fields at the top left, in the order common to all French cards."""
    validity = f"{french_date(facts.valid_from)} – {french_date(facts.valid_until)}"
    return (
        ("N° AMC", facts.amc_number),
        ("Type de convention", facts.convention_type),
        ("CSR", facts.routing_code),
        ("N° adhérent", facts.member_number),
        ("Validité", validity),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A beneficiary's line: name, birth date, rank and, if the operator needs it, the NIR."""

    cells: tuple[Text, ...]

    @property
    def height(self) -> float:
        """Height of the tallest cell and a little air, in points."""
        return max(cell.height for cell in self.cells) + 0.12 * MM


class Front:
    """The layout of one card face, shared by all cards that carry the same grid of domains."""

    def __init__(self, facts: CardFacts, domains: Sequence[CardDomain], *, with_nir: bool) -> None:
        self._facts = facts
        self._domains = domains
        self._fields = [
            (
                fit(label, REGULAR, 5.2, _LABELS_WIDTH),
                fit(value, BOLD, _FIELD_SIZE, _FIELDS_WIDTH - _LABELS_WIDTH, 4.8),
            )
            for label, value in harmonised_fields(facts)
        ]
        self._identity = self._fit_identity()
        lines = min(-(-len(domains) // _CELLS_PER_LINE), _MOST_CELLS // _CELLS_PER_LINE)
        self._cells_per_line = -(-min(len(domains), _MOST_CELLS) // lines) if lines else 1
        self._grid_top = _BOTTOM - _PHONE_LINE - lines * (_CELL_HEAD + _CELL_BODY)
        details = (12.6 * MM, 6.4 * MM, 21.4 * MM)[: 3 if with_nir else 2]
        self._widths = (_INNER - sum(details), *details)
        self._rows_top = self._header_bottom() + _GAP + _ROW_HEAD
        self._room = self._grid_top - _GAP - self._rows_top

    def distribute(self, people: Sequence[CardBeneficiary]) -> list[list[Row]]:
        """The lines of each card: large if all fit on one, else smaller, else on more cards."""
        for size, smallest in _ROW_SIZES[:2]:
            rows = [self._row(person, size, smallest) for person in people]
            if sum(row.height for row in rows) <= self._room:
                return [rows]
        cards: list[list[Row]] = []
        left = 0.0
        for person, row in zip(people, rows, strict=True):
            fitted = row if row.height <= self._room else self._small_row(person)
            if fitted.height > left:
                cards.append([])
                left = self._room
            cards[-1].append(fitted)
            left -= fitted.height
        return cards

    def _small_row(self, person: CardBeneficiary) -> Row:
        rows = (self._row(person, size, smallest) for size, smallest in _ROW_SIZES[2:])
        tried = list(rows)
        return next((row for row in tried if row.height <= self._room), tried[-1])

    def _row(self, person: CardBeneficiary, size: float, smallest: float) -> Row:
        values = (
            person.full_name,
            french_date(person.birth_date),
            str(person.rank),
            spaced_nir(person.nir or ""),
        )
        name_width, *widths = self._widths
        name = fit(values[0], BOLD, size, name_width - 1.5 * MM, smallest)
        details = (
            fit(value, REGULAR, min(size, _DETAIL_SIZE), width, 2)
            for value, width in zip(values[1:], widths, strict=False)
        )
        return Row((name, *details))

    def _fit_identity(self) -> list[tuple[Text, Colour]]:
        """Brand, insurer, manager, operator: scaled down together if they are long."""
        facts = self._facts
        named = [("Assureur", facts.insurer), ("Gestionnaire", facts.manager)]
        if facts.operator:
            named.append(("Opérateur", facts.operator))
        brand_width = _IDENTITY_WIDTH - (_MARK + 1 * MM if facts.responsible else 0)
        for scale in (1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4):
            texts = [(fit(facts.brand, BOLD, 10 * scale, brand_width, 6.6 * scale), ACCENT)]
            for name, value in named:
                line = f"{name} : {value}"
                texts.append((fit(line, REGULAR, 5.6 * scale, _IDENTITY_WIDTH, 5 * scale), INK))
            if sum(text.height for text, _ in texts) <= _IDENTITY_HEIGHT:
                break
        return texts

    def _header_bottom(self) -> float:
        identity = _TITLE_HEIGHT + sum(text.height for text, _ in self._identity)
        fields = sum(max(value.height, _FIELD_PITCH) for _, value in self._fields)
        return _FIRST_LINE + max(identity, fields)

    def draw(
        self, canvas: Any, left: float, top: float, rows: Sequence[Row], position: str
    ) -> None:
        """Draws the face below (`left`, `top`); `position` tells a family's cards apart."""
        left += PADDING
        self._draw_fields(canvas, left, top)
        self._draw_identity(canvas, left, top, position)
        self._draw_rows(canvas, left, top, rows)
        self._draw_grid(canvas, left, top)
        self._draw_contact(canvas, left, top)

    def _draw_fields(self, canvas: Any, left: float, top: float) -> None:
        y = top - _FIRST_LINE
        for label, value in self._fields:
            draw(canvas, label, left, y - baseline_shift(label.size, _FIELD_SIZE), MUTED)
            draw(canvas, value, left + _LABELS_WIDTH, y - baseline_shift(value.size, _FIELD_SIZE))
            y -= max(value.height, _FIELD_PITCH)

    def _draw_identity(self, canvas: Any, left: float, top: float, position: str) -> None:
        x, y = left + _INNER - _IDENTITY_WIDTH, top - _FIRST_LINE
        if self._facts.responsible:
            self._draw_mark(canvas, left + _INNER - _MARK, y - _MARK)
        for index, (text, colour) in enumerate(self._identity):
            draw(canvas, text, x, y, colour)
            y -= text.height
            if index == 0:
                title = fit(f"Carte de tiers payant{position}", REGULAR, 5.6, _IDENTITY_WIDTH)
                draw(canvas, title, x, y, MUTED)
                y -= _TITLE_HEIGHT

    @staticmethod
    def _draw_mark(canvas: Any, x: float, y: float) -> None:
        canvas.setStrokeColorRGB(*INK)
        canvas.setLineWidth(0.8)
        canvas.roundRect(x, y, _MARK, _MARK, 0.7 * MM, stroke=1, fill=0)
        draw(canvas, fit("R", BOLD, 9, _MARK), x + _MARK / 2, y + _MARK - 0.45 * MM, INK, "centre")

    def _draw_rows(self, canvas: Any, left: float, top: float, rows: Sequence[Row]) -> None:
        y = top - self._rows_top + _ROW_HEAD
        rule(canvas, y + _GAP / 2, left, _INNER)
        titles = ("Bénéficiaire", "Né(e) le", "Rang", "N° de sécurité sociale")
        x = left
        for title, width in zip(titles, self._widths, strict=False):
            draw(canvas, fit(title, REGULAR, 4.8, width), x, y, MUTED)
            x += width
        y = top - self._rows_top
        for row in rows:
            x = left
            largest = max(cell.size for cell in row.cells)
            for cell, width in zip(row.cells, self._widths, strict=True):
                draw(canvas, cell, x, y - baseline_shift(cell.size, largest))
                x += width
            y -= row.height

    def _draw_grid(self, canvas: Any, left: float, top: float) -> None:
        width = _INNER / self._cells_per_line
        for index, domain in enumerate(self._shown_domains()):
            line, column = divmod(index, self._cells_per_line)
            x = left + column * width
            y = top - self._grid_top - line * (_CELL_HEAD + _CELL_BODY)
            canvas.setStrokeColorRGB(*RULE)
            canvas.setFillColorRGB(*TINT)
            canvas.setLineWidth(HAIRLINE)
            canvas.rect(x, y - _CELL_HEAD, width, _CELL_HEAD, stroke=1, fill=1)
            canvas.rect(x, y - _CELL_HEAD - _CELL_BODY, width, _CELL_BODY, stroke=1, fill=0)
            code = fit(domain.code, BOLD, 5.2, width - 0.6 * MM)
            draw(canvas, code, x + width / 2, y - 0.12 * MM, ACCENT, "centre")
            value = fit_box(domain.value, REGULAR, 6.6, width - 0.6 * MM, _CELL_BODY)
            slack = (_CELL_BODY - value.height) / 2
            draw(canvas, value, x + width / 2, y - _CELL_HEAD - slack, INK, "centre")

    def _shown_domains(self) -> Sequence[CardDomain]:
        if len(self._domains) <= _MOST_CELLS:
            return self._domains
        others = len(self._domains) - _MOST_CELLS + 1
        return [*self._domains[: _MOST_CELLS - 1], CardDomain("…", "", f"+{others}")]

    def _draw_contact(self, canvas: Any, left: float, top: float) -> None:
        y = top - _BOTTOM + _PHONE_LINE - 0.9 * MM
        phone = fit_box(f"Tél.\u00a0{self._facts.phone}", BOLD, 6.4, _INNER * 0.5, 2.8 * MM)
        draw(canvas, phone, left, y)
        if self._facts.space_url:
            url = fit_box(self._facts.space_url, REGULAR, 5.6, _INNER * 0.48, 2.8 * MM)
            draw(canvas, url, left + _INNER, y, MUTED, "right")
