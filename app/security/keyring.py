"""Sealing of columns (AES-256-GCM, key ids, associated data) and keys derived for one purpose.

A sealed value is `1 | length of key id | key id | 12-byte nonce | ciphertext and tag`. The
associated data names the column and the row, so that a sealed value moved elsewhere does not open.
"""

import hashlib
import hmac
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.security.sealed_places import SealedPlace
from app.security.secrets import HoldsSecrets, Secrets

VERSION = 1
NONCE_BYTES = 12
HEADER_BYTES = 2


class SealBroken(Exception):
    """The value was not sealed by us, for this place, with a key we still hold."""


class Keyring(HoldsSecrets):
    """Seals and opens; derives purpose-bound HMAC keys from the master key."""

    def _take(self, secrets: Secrets) -> None:
        self._ciphers = {key_id: AESGCM(key) for key_id, key in secrets.encryption_keys.items()}
        self._current = secrets.encryption_key_id
        self._master = secrets.secret_key
        self._index_key = secrets.blind_index_key
        self._purposes: dict[str, bytes] = {}

    def seal(self, plaintext: bytes, place: SealedPlace, row_id: UUID) -> bytes:
        """Encrypt for one column (`table.column`) of one row, with the current key."""
        header, nonce = self.header, os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self._current].encrypt(nonce, plaintext, _associated(place, row_id))
        return header + nonce + sealed

    def open(self, sealed: bytes, place: SealedPlace, row_id: UUID) -> bytes:
        """Decrypt what was sealed for this column and row.

        Raises:
            SealBroken: altered, moved, or sealed with a key that is gone.
        """
        key_id = self.key_id_of(sealed)
        if key_id not in self._ciphers:
            self._renew()
        cipher = self._ciphers.get(key_id)
        if sealed[:1] != bytes((VERSION,)) or cipher is None:
            raise SealBroken
        start = HEADER_BYTES + sealed[1]
        nonce, ciphertext = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, ciphertext, _associated(place, row_id))
        except (InvalidTag, ValueError):
            raise SealBroken from None

    @property
    def current_key_id(self) -> str:
        """The id of the key that seals new values."""
        self._renew()
        return self._current

    @property
    def held_key_ids(self) -> frozenset[str]:
        """The ids of the keys that still open what they sealed."""
        self._renew()
        return frozenset(self._ciphers)

    @property
    def header(self) -> bytes:
        """What every value sealed with the current key begins with: rotation looks for others."""
        key_id = self.current_key_id.encode()
        return bytes((VERSION, len(key_id))) + key_id

    @staticmethod
    def key_id_of(sealed: bytes) -> str:
        """The id of the key that sealed it."""
        length = sealed[1] if len(sealed) >= HEADER_BYTES else 0
        return sealed[HEADER_BYTES : HEADER_BYTES + length].decode(errors="replace")

    def blind_index(self, nir: str) -> bytes:
        """Keyed hash of a normalised NIR: finds the row, tells nothing."""
        return hmac.digest(self._index_key, nir.encode(), "sha256")

    def mac(self, purpose: str, *parts: bytes) -> bytes:
        """HMAC-SHA256 over length-prefixed parts, with a key of this purpose alone."""
        key = self._purposes.get(purpose)
        if key is None:
            key = hmac.digest(self._master, f"espace:{purpose}".encode(), "sha256")
            self._purposes[purpose] = key
        message = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
        return hmac.digest(key, message, "sha256")


def fingerprint(secret: bytes) -> bytes:
    """SHA-256, for secrets of full entropy that are looked up by their hash."""
    return hashlib.sha256(secret).digest()


def _associated(place: SealedPlace, row_id: UUID) -> bytes:
    return place.encode() + b"|" + row_id.bytes
