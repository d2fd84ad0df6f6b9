"""The NIR (*numéro de sécurité sociale*): 13 characters and a two-digit key."""

import re

SEPARATORS = re.compile(r"[ .\-]")
SEXES = "123478"
MONTHS = frozenset((*range(1, 13), *range(20, 43), *range(50, 100)))


class InvalidNir(ValueError):
    """The text is not a NIR: shape, sex, month, place or key is wrong."""


def parse_nir(text: str) -> str:
    """The 15 characters of a valid NIR, without spaces.

    Rule: key = 97 - (n mod 97) with Corsica's 2A read as 19 and 2B as 18; sex 1 or 2, 7 or 8
    while temporary, 3 or 4; month 01-12, and 20-42 or 50-99 for incomplete civil records.

    Raises:
        InvalidNir: without the value, which is personal data.
    """
    # The directory of identifiers is loaded by whoever checks one.
    from stdnum.exceptions import ValidationError  # noqa: PLC0415
    from stdnum.fr import nir as stdnum_nir  # noqa: PLC0415

    compact = SEPARATORS.sub("", text).upper()
    try:
        valid: str = stdnum_nir.validate(compact)
    except ValidationError as error:
        raise InvalidNir(type(error).__name__) from None
    if valid[0] not in SEXES:
        raise InvalidNir("sex")
    if int(valid[3:5]) not in MONTHS:
        raise InvalidNir("month")
    return valid
