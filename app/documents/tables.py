"""Sections, tables and paragraphs of the column, as blocks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from app.documents.sheet import Block, rule
from app.documents.style import ACCENT, COLUMN, INK, MARGIN, MM, MUTED, TINT, Colour
from app.documents.text import Align, Text, draw, fit
from app.documents.typefaces import BOLD, REGULAR

_GUTTER = 2 * MM
_ROW_PADDING = 0.95 * MM
_SHORT = 8


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its share of the width, its face and alignment."""

    title: str
    share: float
    face: str = REGULAR
    align: Align = "left"
    colour: Colour = INK


def section(title: str) -> Block:
    """The heading of a section; stays with what follows."""
    text = fit(title, BOLD, 9.6, COLUMN, 6)

    def draw_title(canvas: Any, top: float) -> None:
        draw(canvas, text, MARGIN, top - 4.6 * MM, ACCENT)

    return Block(text.height + 6 * MM, draw_title, kept_with_next=True)


def space(millimetres: float) -> Block:
    """Air between what precedes and what follows, which stay together."""
    return Block(millimetres * MM, lambda _canvas, _top: None, kept_with_next=True)


def paragraph(
    text: str,
    size: float = 7.6,
    colour: Colour = INK,
    *,
    face: str = REGULAR,
    kept_with_next: bool = False,
) -> Block:
    """Wrapped text over the whole column, with a little air below."""
    fitted = fit(text, face, size, COLUMN)

    def draw_text(canvas: Any, top: float) -> None:
        draw(canvas, fitted, MARGIN, top, colour)

    return Block(fitted.height + 0.8 * MM, draw_text, kept_with_next)


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], *, headed: bool = True
) -> list[Block]:
    """One block per row; cells shrink slightly, then wrap; the head returns on every page.

    A short table stays on one page.
    """
    total = sum(column.share for column in columns)
    widths = [column.share / total * COLUMN for column in columns]
    edges = [MARGIN, *(MARGIN + edge for edge in accumulate(widths))]
    head = _head(columns, widths, edges) if headed else None
    blocks = [_row(columns, widths, edges, row, head) for row in rows]
    if len(blocks) <= _SHORT:
        blocks[:-1] = [replace(block, kept_with_next=True) for block in blocks[:-1]]
    return [head, *blocks] if head else blocks


def _head(columns: Sequence[Column], widths: Sequence[float], edges: Sequence[float]) -> Block:
    texts = [
        fit(column.title, BOLD, 6.4, width - _GUTTER, 4.5)
        for column, width in zip(columns, widths, strict=True)
    ]
    height = max(text.height for text in texts) + 2 * _ROW_PADDING

    def draw_head(canvas: Any, top: float) -> None:
        canvas.setFillColorRGB(*TINT)
        canvas.rect(MARGIN, top - height, COLUMN, height, stroke=0, fill=1)
        _cells(canvas, columns, edges, texts, top - _ROW_PADDING, MUTED)

    return Block(height, draw_head, kept_with_next=True)


def _row(
    columns: Sequence[Column],
    widths: Sequence[float],
    edges: Sequence[float],
    row: Sequence[str],
    head: Block | None,
) -> Block:
    texts = [
        fit(cell, column.face, 8, width - _GUTTER, 7)
        for cell, column, width in zip(row, columns, widths, strict=True)
    ]
    height = max(text.height for text in texts) + 2 * _ROW_PADDING

    def draw_row(canvas: Any, top: float) -> None:
        _cells(canvas, columns, edges, texts, top - _ROW_PADDING)
        rule(canvas, top - height)

    return Block(height, draw_row, head=head)


def _cells(
    canvas: Any,
    columns: Sequence[Column],
    edges: Sequence[float],
    texts: Sequence[Text],
    top: float,
    colour: Colour | None = None,
) -> None:
    for index, (column, text) in enumerate(zip(columns, texts, strict=True)):
        left, right = edges[index] + _GUTTER / 2, edges[index + 1] - _GUTTER / 2
        x = {"left": left, "centre": (left + right) / 2, "right": right}[column.align]
        draw(canvas, text, x, top, colour or column.colour, column.align)
