"""What readers make of the pictures we give."""

import re

import zxingcpp
from PIL import Image, ImageDraw

SCALE = 4


def read_qr_code(svg: str) -> str:
    """The text of a QR code in SVG: its one stroked path drawn as pixels, and read."""
    path = re.search(r'stroke="#000" d="([^"]+)"', svg)
    size = re.search(r'width="(\d+)"', svg)
    assert path, "no code in the picture"
    assert size, "no size of the picture"
    image = Image.new("L", (int(size[1]), int(size[1])), 255)
    draw = ImageDraw.Draw(image)
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path[1]):
        values = [float(number) for number in numbers.split()]
        if command == "M":
            x, y = values
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            corners = (x, y - 0.5, x + values[0], y + 0.5)
            left, top, right, bottom = (corner * SCALE for corner in corners)
            draw.rectangle((left, top, right - 1, bottom - 1), 0)
            x += values[0]
    (found,) = zxingcpp.read_barcodes(image)
    return str(found.text)
