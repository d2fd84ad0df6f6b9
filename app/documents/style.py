"""The visual family of all documents: page, colours, lengths in points."""

MM = 72 / 25.4
"""Points in a millimetre."""

PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
"""A4, portrait (ISO 216)."""

CARD_WIDTH, CARD_HEIGHT, CARD_RADIUS = 85.60 * MM, 53.98 * MM, 3.18 * MM
"""One face of a card (ISO/IEC 7810, ID-1)."""

MARGIN = (PAGE_WIDTH - 2 * CARD_WIDTH) / 2
"""Left and right margin: a card's two faces, side by side, give the column its width."""

COLUMN = PAGE_WIDTH - 2 * MARGIN
BODY_TOP = PAGE_HEIGHT - 25 * MM
BODY_BOTTOM = 21 * MM

Colour = tuple[float, float, float]
"""Red, green, blue between 0 and 1."""

INK: Colour = (0.09, 0.11, 0.14)
MUTED: Colour = (0.34, 0.38, 0.43)
ACCENT: Colour = (0.07, 0.25, 0.39)
RULE: Colour = (0.72, 0.75, 0.79)
TINT: Colour = (0.93, 0.945, 0.96)
"""All of them keep their order of darkness in grey: no meaning rests on a hue."""

HAIRLINE = 0.4
