"""The form of partner tokens: `espace_pt_<env>_<id>_<secret>_<crc>`.

The checksum is verified before the database is touched: a typo or a made-up token costs nothing,
and secret scanners can tell a real one.
"""

import re
import secrets
import string
import zlib
from dataclasses import dataclass

from app.errors.authentication import Unauthenticated

BRAND = "espace"
ALPHABET = string.digits + string.ascii_letters
ID_LENGTH = 12
SECRET_LENGTH = 43
CHECKSUM_LENGTH = 6
SHAPE = re.compile(
    rf"({BRAND}_pt_(?:demo|live)_([0-9A-Za-z]{{{ID_LENGTH}}})_([0-9A-Za-z]{{{SECRET_LENGTH}}}))"
    rf"_([0-9A-Za-z]{{{CHECKSUM_LENGTH}}})"
)


@dataclass(frozen=True, slots=True, repr=False)
class PartnerTokenText:
    """A well-formed token: the id to look up, and the whole text to hash."""

    public_id: str
    text: str


def make_partner_token(environment: str) -> PartnerTokenText:
    """A fresh token of 256 bits; shown once, hashed from then on."""
    public_id = _random(ID_LENGTH)
    body = f"{BRAND}_pt_{environment}_{public_id}_{_random(SECRET_LENGTH)}"
    return PartnerTokenText(public_id, f"{body}_{_checksum(body)}")


def parse_partner_token(text: str) -> PartnerTokenText:
    """The parts of a token whose shape and checksum are right.

    Raises:
        Unauthenticated: for any other text.
    """
    match = SHAPE.fullmatch(text)
    if match is None or not secrets.compare_digest(_checksum(match[1]), match[4]):
        raise Unauthenticated
    return PartnerTokenText(match[2], text)


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _checksum(body: str) -> str:
    number = zlib.crc32(body.encode())
    digits = []
    for _ in range(CHECKSUM_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits))
