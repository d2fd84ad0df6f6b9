"""Square symbols of dark modules, drawn as vector rectangles."""

from collections.abc import Iterator, Sequence
from typing import Any

import zxingcpp

Run = tuple[int, int, int]
"""Dark modules side by side: row, first column, length; rows from the top."""


def modules_of(barcode: zxingcpp.Barcode) -> tuple[int, tuple[Run, ...]]:
    """Modules of a side, and the dark runs of a symbol."""
    # The image is a buffer of rows of grey bytes; the library's types do not say so.
    image: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    rows: Any = memoryview(image).tolist()
    return len(rows), tuple(_dark_runs(rows))


def draw_runs(canvas: Any, runs: Sequence[Run], left: float, top: float, size: float) -> None:
    """Draw modules of this size, in black, below and right of the corner."""
    path = canvas.beginPath()
    for row, column, length in runs:
        path.rect(left + column * size, top - (row + 1) * size, length * size, size)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawPath(path, stroke=0, fill=1)


def _dark_runs(rows: list[list[int]]) -> Iterator[Run]:
    for number, row in enumerate(rows):
        start = None
        for column, value in enumerate([*row, 255]):
            if value == 0 and start is None:
                start = column
            elif value and start is not None:
                yield number, start, column - start
                start = None
