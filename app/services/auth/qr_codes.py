"""QR codes as SVG images."""

from io import BytesIO

SCALE, BORDER = 4, 4
"""Pixels a module, and the quiet zone of ISO/IEC 18004 in modules."""


def qr_code_of(text: str) -> str:
    """The text as a QR code, with the error correction of level M."""
    import segno  # noqa: PLC0415 - loaded by the first who shows one

    image = BytesIO()
    segno.make_qr(text, error="m").save(
        image, kind="svg", scale=SCALE, border=BORDER, light="#fff", xmldecl=False, svgclass=None,
        lineclass=None,
    )  # fmt: skip
    return image.getvalue().decode().strip()
