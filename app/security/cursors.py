"""Signed keyset cursors: where a list goes on, in a text that clients cannot make up."""

import hmac

import orjson

from app.errors.requests import InvalidCursor
from app.security.base64url import decode, encode
from app.security.keyring import Keyring

SIGNATURE_BYTES = 12


class Cursors:
    """A cursor belongs to one list of one reader: `place` names both."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def write(self, place: str, position: list[str]) -> str:
        """The cursor after the row whose sort key is `position`."""
        payload = orjson.dumps(position)
        return encode(self._sign(place, payload) + payload)

    def read(self, place: str, cursor: str, length: int) -> list[str]:
        """The sort key to go on after, of `length` parts.

        Raises:
            InvalidCursor: not ours, altered, or of another list.
        """
        raw = decode(cursor)
        if encode(raw) != cursor:
            raise InvalidCursor
        signature, payload = raw[:SIGNATURE_BYTES], raw[SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._sign(place, payload)):
            raise InvalidCursor
        position: list[str] = orjson.loads(payload)
        if len(position) != length:
            raise InvalidCursor
        return position

    def _sign(self, place: str, payload: bytes) -> bytes:
        return self._keyring.mac("cursor", place.encode(), payload)[:SIGNATURE_BYTES]
