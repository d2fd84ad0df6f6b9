"""A passkey in software: what a phone or a security key does, by the standard's own formats."""

import hashlib
import json
import os
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from app.security.base64url import encode

USER_PRESENT, ATTESTED = 0x01, 0x40
ORIGIN = "https://espace.example.org"


class SoftwareAuthenticator:
    """One passkey of one device; `origin` is the page that asks it."""

    def __init__(self, origin: str = ORIGIN) -> None:
        self.origin = origin
        self.count = 0
        self.credential_id = os.urandom(16)
        self._key = ec.generate_private_key(ec.SECP256R1())

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """`credential.toJSON()` after `navigator.credentials.create(options)`."""
        point = self._key.public_key().public_numbers()
        public_key = cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        )
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id
        data = self._data(options["rp"]["id"], USER_PRESENT | ATTESTED) + attested + public_key
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client_data = self._client_data("webauthn.create", options["challenge"])
        response = {
            "clientDataJSON": encode(client_data),
            "attestationObject": encode(attestation),
            "transports": ["internal"],
        }
        return self._credential(response)

    def get(self, options: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """`credential.toJSON()` after `navigator.credentials.get(options)`."""
        self.count += 1
        options = {**options, **changes}
        data = self._data(options["rpId"], USER_PRESENT)
        client_data = self._client_data("webauthn.get", options["challenge"])
        signed = data + hashlib.sha256(client_data).digest()
        response = {
            "clientDataJSON": encode(client_data),
            "authenticatorData": encode(data),
            "signature": encode(self._key.sign(signed, ec.ECDSA(SHA256()))),
        }
        return self._credential(response)

    def _data(self, domain: str, flags: int) -> bytes:
        return (
            hashlib.sha256(domain.encode()).digest()
            + bytes([flags])
            + self.count.to_bytes(4, "big")
        )

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps(
            {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        ).encode()

    def _credential(self, response: dict[str, Any]) -> dict[str, Any]:
        identifier = encode(self.credential_id)
        return {
            "id": identifier,
            "rawId": identifier,
            "type": "public-key",
            "response": response,
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
        }
