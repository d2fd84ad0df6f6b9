"""The two embedded faces of every document: DejaVu Sans Condensed, regular and bold."""

import threading
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics, ttfonts

REGULAR = "DejaVuSansCondensed"
BOLD = "DejaVuSansCondensed-Bold"

_FOLDER = Path(__file__).parent / "fonts"
_LAST_OF_BMP = 0xFFFF
_LOADING = threading.Lock()
_EMBEDDING = threading.Lock()


class _EveryCharacter(dict[int, int]):
    """Character to glyph, where a character the face lacks has glyph 0, the visible box.

    The library drops the identity of characters it does not find; claiming them all gives each
    a code of its own, so that the text still extracts as it was given.
    """

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: int) -> int:
        return 0


class _Face(ttfonts.TTFont):  # type: ignore[misc]  # the library ships no types
    """A TrueType face that any Unicode text can be printed with, from any thread."""

    def __init__(self, name: str) -> None:
        # Printable ASCII is not embedded wholesale: only the characters used are.
        super().__init__(name, str(_FOLDER / f"{name}.ttf"), asciiReadable=False)
        self.face.charToGlyph = _EveryCharacter(self.face.charToGlyph)

    def addObjects(self, doc: Any) -> None:  # noqa: N802  # the library's name
        subsets = self.state[doc].subsets
        # Cutting a subset moves a read position inside the face, which all documents share.
        with _EMBEDDING:
            super().addObjects(doc)
        for number, subset in enumerate(subsets):
            astral = [code for code in subset if code > _LAST_OF_BMP]
            if astral:
                name = f"{ttfonts.SUBSETN(number).decode()}+{self.fontName}"
                _write_surrogates(doc.idToObject[f"toUnicodeCMap:{name}"], astral)


def _write_surrogates(cmap: Any, astral: list[int]) -> None:
    """The extraction map speaks UTF-16BE (ISO 32000 9.10.3); the library wrote code points."""
    for code in astral:
        utf16 = chr(code).encode("utf-16-be").hex().upper()
        cmap.content = cmap.content.replace(f"<{code:04X}>", f"<{utf16}>")


class _Widths(dict[int, float]):
    """Width by character in 1/1000 em; a character the face lacks is as wide as the box."""

    def __init__(self, widths: dict[int, float], box: float) -> None:
        super().__init__(widths)
        self._box = box

    def __missing__(self, key: int) -> float:
        return self._box


_WIDTHS: dict[str, _Widths] = {}


@cache
def load_faces() -> dict[str, _Widths]:
    """Registers the faces once per process and gives the widths of their characters."""
    # Two threads registering the same name would give one document two faces.
    with _LOADING:
        for name in (REGULAR, BOLD):
            if name not in _WIDTHS:
                face = _Face(name)
                pdfmetrics.registerFont(face)
                _WIDTHS[name] = _Widths(face.face.charWidths, face.face.defaultWidth)
    return _WIDTHS


def text_width(text: str, face: str, size: float) -> float:
    """Width of a line in points."""
    return sum(map(load_faces()[face].__getitem__, map(ord, text))) * size / 1000
