"""ECC200 DataMatrix (ISO/IEC 16022) drawn as vector rectangles."""

from dataclasses import dataclass
from typing import Any

import zxingcpp

from app.documents.style import MM
from app.documents.symbols import Run, draw_runs, modules_of

_LARGEST_MODULE, _SMALLEST_MODULE = 0.55 * MM, 0.30 * MM
_TARGET_SIDE = 22 * MM
_FORM = "datamatrix"
_QUIET_MODULES = 2
"""The norm asks for one module of white around the symbol; cheap scanners like two."""


@dataclass(frozen=True, slots=True)
class DataMatrix:
    """A square symbol: its dark runs as (row, first column, length), rows from the top."""

    modules: int
    runs: tuple[Run, ...]

    @property
    def module_size(self) -> float:
        """Side of one module in points: never under 0.30 mm, which a laser print resolves."""
        return max(_SMALLEST_MODULE, min(_LARGEST_MODULE, _TARGET_SIDE / self.modules))

    @property
    def side(self) -> float:
        """Side of the symbol in points, quiet zone included."""
        return (self.modules + 2 * _QUIET_MODULES) * self.module_size

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draws on white paper; (`x`, `top`) is the corner of the quiet zone.

        A document holds one symbol, stored once however many cards repeat it.
        """
        if not canvas.hasForm(_FORM):
            canvas.beginForm(_FORM, 0, -self.side, self.side, 0)
            self._draw_runs(canvas)
            canvas.endForm()
        canvas.saveState()
        canvas.translate(x, top)
        canvas.doForm(_FORM)
        canvas.restoreState()

    def _draw_runs(self, canvas: Any) -> None:
        edge = _QUIET_MODULES * self.module_size
        draw_runs(canvas, self.runs, edge, -edge, self.module_size)


def encode(payload: bytes) -> DataMatrix:
    """The symbol that reads back as exactly these bytes.

    Raises:
        ValueError: the payload is empty or over the 1,555 bytes of the largest symbol.
    """
    barcode = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.DataMatrix, forceSquare=True)
    return DataMatrix(*modules_of(barcode))
