"""QR code (ISO/IEC 18004) of a card's signed token.

Written by the library that writes the DataMatrix: a token takes it a millisecond, the pure Python
one twenty.
"""

from dataclasses import dataclass
from typing import Any

import zxingcpp

from app.documents.style import MM
from app.documents.symbols import Run, draw_runs, modules_of

_LARGEST_MODULE, _SMALLEST_MODULE = 0.5 * MM, 0.33 * MM
_TARGET_SIDE = 33 * MM
_QUIET_MODULES = 4
"""White around the symbol, as the norm asks."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A symbol: its dark runs as (row, first column, length), rows from the top."""

    modules: int
    runs: tuple[Run, ...]

    @property
    def module_size(self) -> float:
        """Side of one module in points: never under 0.33 mm, which any telephone reads."""
        return max(_SMALLEST_MODULE, min(_LARGEST_MODULE, _TARGET_SIDE / self.modules))

    @property
    def side(self) -> float:
        """Side of the symbol in points, quiet zone included."""
        return (self.modules + 2 * _QUIET_MODULES) * self.module_size

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draws on white paper; (`x`, `top`) is the corner of the quiet zone."""
        edge = _QUIET_MODULES * self.module_size
        draw_runs(canvas, self.runs, x + edge, top - edge, self.module_size)


def encode(text: str) -> QrCode:
    """The symbol of a text, readable with a seventh of it damaged (level M)."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return QrCode(*modules_of(barcode))
