"""Pages of the family: blocks flow down the column, every page has its head, foot and number."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from app.documents import style
from app.documents.style import ACCENT, COLUMN, HAIRLINE, MARGIN, MM, MUTED, RULE
from app.documents.text import Text, draw, fit, literal
from app.documents.typefaces import BOLD, REGULAR, load_faces

# Compressed streams stay binary: the ASCII armour costs a quarter of size and a tenth of time.
rl_config.useA85 = 0

_ROOM = style.BODY_TOP - style.BODY_BOTTOM


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the column that no page break divides.

    `draw` receives the canvas and the top. A block that is `kept_with_next` never ends a page;
    `head` is drawn again when the block begins a page, as the head of a table is.
    """

    height: float
    draw: Callable[[Any, float], None]
    kept_with_next: bool = False
    head: "Block | None" = None


@dataclass(frozen=True, slots=True)
class Furniture:
    """What surrounds the blocks: metadata, page head and page foot."""

    title: str
    brand: str
    subject: str
    foot: str
    printed_on: date


def render(furniture: Furniture, blocks: Sequence[Block]) -> bytes:
    """The document. Equal furniture and blocks give equal bytes."""
    buffer = io.BytesIO()
    canvas = _new_canvas(buffer, furniture)
    pages = paginate(blocks, _ROOM)
    head = _head(furniture)
    foot = fit(furniture.foot, REGULAR, 6.6, COLUMN - 30 * MM, 4.5)
    for number, page in enumerate(pages, start=1):
        head(canvas)
        top = style.BODY_TOP
        for block in page:
            block.draw(canvas, top)
            top -= block.height
        _draw_foot(canvas, foot, f"Page {number} sur {len(pages)}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def paginate(blocks: Sequence[Block], room: float) -> list[list[Block]]:
    """Fills pages of `room` points in order; only a block taller than a page may overflow."""
    pages: list[list[Block]] = [[]]
    left = room
    index = 0
    while index < len(blocks):
        group = _kept_together(blocks, index, room)
        index += len(group)
        height = sum(block.height for block in group)
        if height > left and pages[-1]:
            pages.append([])
            left = room
            if group[0].head is not None:
                group.insert(0, group[0].head)
                height += group[0].height
        pages[-1] += group
        left -= height
    return pages


def _kept_together(blocks: Sequence[Block], start: int, room: float) -> list[Block]:
    """The block and those it is kept with, unless they are more than a page."""
    end = start
    while blocks[end].kept_with_next and end + 1 < len(blocks):
        end += 1
    group = list(blocks[start : end + 1])
    return group if sum(block.height for block in group) <= room else group[:1]


def _new_canvas(buffer: io.BytesIO, furniture: Furniture) -> Any:
    load_faces()
    canvas = Canvas(
        buffer,
        pagesize=(style.PAGE_WIDTH, style.PAGE_HEIGHT),
        pageCompression=1,
        # No clock and no random identifier: an entity tag can be derived from the bytes.
        invariant=1,
        pdfVersion=(1, 4),
        # Without it the library refers to Helvetica, which is not embedded.
        initialFontName=REGULAR,
        lang="fr-FR",
    )
    canvas.setTitle(literal(f"{furniture.title} – {furniture.brand}"))
    canvas.setAuthor(literal(furniture.brand))
    canvas.setSubject(literal(furniture.subject))
    canvas.setCreator("Espace Assuré")
    printed_on = f"D:{furniture.printed_on:%Y%m%d}000000Z"
    canvas.setDateFormatter(lambda *_: printed_on)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def _head(furniture: Furniture) -> Callable[[Any], None]:
    brand = fit(furniture.brand, BOLD, 11, COLUMN * 0.6, 6)
    title = fit(furniture.title, REGULAR, 8, COLUMN * 0.36, 5)
    line = style.BODY_TOP + 4.5 * MM

    def draw_head(canvas: Any) -> None:
        draw(canvas, brand, MARGIN, line + 1.4 * MM + brand.height, ACCENT)
        draw(canvas, title, MARGIN + COLUMN, line + 1.4 * MM + title.height, MUTED, "right")
        rule(canvas, line, colour=ACCENT, thickness=0.9)

    return draw_head


def _draw_foot(canvas: Any, foot: Text, page_number: str) -> None:
    rule(canvas, 16 * MM)
    draw(canvas, foot, MARGIN, 14.6 * MM, MUTED)
    number = fit(page_number, REGULAR, 6.6, 30 * MM)
    draw(canvas, number, MARGIN + COLUMN, 14.6 * MM, MUTED, "right")


def rule(
    canvas: Any,
    y: float,
    x: float = MARGIN,
    width: float = COLUMN,
    colour: style.Colour = RULE,
    thickness: float = HAIRLINE,
) -> None:
    """A horizontal line, the column wide unless told."""
    canvas.setStrokeColorRGB(*colour)
    canvas.setLineWidth(thickness)
    canvas.line(x, y, x + width, y)
