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
        prefix = ttfonts.SUBSETN
        for number, subset in enumerate(subsets):
            astral = [code for code in subset if code > _LAST_OF_BMP]
            if astral:
                name = f"{prefix(number).decode()}+{self.fontName}"
                _write_surrogates(doc.idToObject[f"toUnicodeCMap:{name}"], astral)


def _write_surrogates(cmap: Any, astral: list[int]) -> None:
    """The extraction map speaks UTF-16BE; the library writes bare code points (PDF 32000 9.10.3)."""
    for code in astral:
        utf16 = chr(code).encode("utf-16-be").hex().upper()
        cmap.content = cmap.content.replace(f"<{code:04X}>", f"<{utf16}>")


@cache
def _load() -> dict[str, tuple[dict[int, float], float]]:
    metrics = {}
    for name in (REGULAR, BOLD):
        face = _Face(name)
        pdfmetrics.registerFont(face)
        metrics[name] = (face.face.charWidths, face.face.defaultWidth)
    return metrics


def load_faces() -> dict[str, tuple[dict[int, float], float]]:
    """Registers the faces once per process; widths by character and default, 1/1000 em."""
    # Two threads registering the same name would give one document two faces.
    with _LOADING:
        return _load()


def text_width(text: str, face: str, size: float) -> float:
    """Width of a line in points."""
    widths, default = load_faces()[face]
    return sum([widths.get(code, default) for code in map(ord, text)]) * size / 1000
