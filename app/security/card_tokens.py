"""Signed statements that a card is good: JWT (RFC 7519), EdDSA over Ed25519, `typ=card+jwt`.

The keys are their own: an access token lives ten minutes, a card until the year's end. Each
portfolio has a key for each calendar year, derived from the master key; its id is the year. A key
that is over signs nothing that is still valid, so nobody has to take it away.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.security.base64url import encode
from app.security.keyring import Keyring
from app.values.periods import PARIS

ALGORITHM = "EdDSA"
TOKEN_TYPE = "card+jwt"  # noqa: S105 - a media type
PURPOSE = "card_signing"


@dataclass(frozen=True, slots=True)
class CardStatement:
    """What is signed. `rights` are the values the card prints by domain, both as codes."""

    issuer: str
    number: str
    name: str
    birth_date: date
    rights: tuple[tuple[str, str], ...]
    valid_from: date
    valid_until: date
    stated_on: date


class CardTokens:
    """Signs; anybody verifies with the public keys."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def sign(self, portfolio_id: UUID, statement: CardStatement) -> str:
        """The token: equal statements give equal tokens, since the algorithm draws nothing.

        Domains of one value stand together, `{"TM": "MEDE SAGE"}`: it must fit a small symbol.
        """
        year = statement.valid_until.year
        domains: dict[str, list[str]] = {}
        for code, value in statement.rights:
            domains.setdefault(value, []).append(code)
        claims = {
            "iss": statement.issuer,
            "sub": statement.number,
            "iat": _beginning(statement.stated_on),
            "nbf": _beginning(statement.valid_from),
            "exp": _beginning(statement.valid_until + timedelta(days=1)),
            "name": statement.name,
            "birthdate": str(statement.birth_date),
            "rights": {value: " ".join(codes) for value, codes in domains.items()},
        }
        headers = {"typ": TOKEN_TYPE, "kid": str(year)}
        key = self._key(portfolio_id, year)
        return jwt.encode(claims, key, algorithm=ALGORITHM, headers=headers)

    def public_keys(self, portfolio_id: UUID, today: date) -> list[dict[str, str]]:
        """The keys (RFC 7517, RFC 8037) of this year's cards and, in time, of the next year's."""
        return [
            {
                "kty": "OKP",
                "crv": "Ed25519",
                "use": "sig",
                "alg": ALGORITHM,
                "kid": str(year),
                "x": encode(
                    self._key(portfolio_id, year)
                    .public_key()
                    .public_bytes(Encoding.Raw, PublicFormat.Raw)
                ),
            }
            for year in (today.year, today.year + 1)
        ]

    def _key(self, portfolio_id: UUID, year: int) -> Ed25519PrivateKey:
        seed = self._keyring.mac(PURPOSE, portfolio_id.bytes, str(year).encode())
        return Ed25519PrivateKey.from_private_bytes(seed)


def _beginning(day: date) -> int:
    """The moment a day begins in Europe/Paris."""
    return int(datetime.combine(day, time(), PARIS).timestamp())
