"""Text that always fits: literal, shrunk a little, then wrapped, never cut."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

from app.documents.style import INK, Colour
from app.documents.typefaces import text_width

_SPACES = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_WORDS = re.compile(r"[^ -]*[ -]*")
_RIGHT_TO_LEFT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_RIGHT_TO_LEFT_RUN = re.compile(f"{_RIGHT_TO_LEFT}+(?:[ '’-]+{_RIGHT_TO_LEFT}+)*")
_LEADING = 1.2
_ASCENT = 0.95


@dataclass(frozen=True, slots=True)
class Text:
    """Lines measured for one face and size, in points."""

    lines: tuple[str, ...]
    face: str
    size: float

    @property
    def height(self) -> float:
        """Height of all lines, leading included."""
        return len(self.lines) * self.size * _LEADING


def literal(text: str) -> str:
    """The datum as printed: composed (NFC), line breaks as spaces, controls as U+FFFD.

    Nothing is ever interpreted as markup, so `<b>` and `&amp;` need no escape.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNPRINTABLE.sub("\ufffd", _SPACES.sub(" ", unicodedata.normalize("NFC", text)))


def fit(text: str, face: str, size: float, room: float, smallest: float | None = None) -> Text:
    """One line at `size`; else one line down to `smallest`; else wrapped at `smallest`."""
    clean = literal(text)
    width = text_width(clean, face, 1)
    if width * size <= room:
        return Text((clean,), face, size)
    smallest = size if smallest is None else smallest
    if width * smallest <= room:
        return Text((clean,), face, room / width)
    return Text(tuple(_wrap(clean, face, smallest, room)), face, smallest)


def fit_box(text: str, face: str, size: float, width: float, height: float) -> Text:
    """Shrinks and wraps until the text fits a box of a fixed height."""
    smallest = size
    while True:
        fitted = fit(text, face, size, width, smallest)
        if fitted.height <= height or smallest < 1:
            return fitted
        smallest *= 0.85


def baseline_shift(size: float, largest: float) -> float:
    """How much lower a smaller text starts to stand on the baseline of the largest one."""
    return (largest - size) * _ASCENT


def _wrap(text: str, face: str, size: float, room: float) -> list[str]:
    lines = [""]
    for word in _WORDS.findall(text):
        if text_width(lines[-1] + word.rstrip(" "), face, size) <= room:
            lines[-1] += word
        elif text_width(word.rstrip(" "), face, size) <= room:
            lines.append(word)
        else:
            _break_word(lines, word, face, size, room)
    return [line.rstrip(" ") for line in lines if line]


def _break_word(lines: list[str], word: str, face: str, size: float, room: float) -> None:
    """A word longer than the line starts on the current one and breaks between characters."""
    for character in word:
        if text_width(lines[-1] + character, face, size) > room and lines[-1]:
            lines.append("")
        lines[-1] += character


Align = Literal["left", "centre", "right"]


def draw(
    canvas: Any, text: Text, x: float, top: float, colour: Colour = INK, align: Align = "left"
) -> None:
    """Writes the lines below `top`; `x` is their left edge, centre or right edge."""
    written = canvas.beginText()
    written.setFont(text.face, text.size)
    written.setFillColorRGB(*colour)
    baseline = top - text.size * _ASCENT
    for line in text.lines:
        shift = 0.0
        if align != "left":
            width = text_width(line, text.face, text.size)
            shift = width if align == "right" else width / 2
        written.setTextOrigin(x - shift, baseline)
        written.textOut(_visual_order(line))
        baseline -= text.size * _LEADING
    canvas.drawText(written)


def _visual_order(line: str) -> str:
    """Hebrew and Arabic words of a Latin line in the order they are read on paper."""
    return _RIGHT_TO_LEFT_RUN.sub(lambda run: run[0][::-1], line)
