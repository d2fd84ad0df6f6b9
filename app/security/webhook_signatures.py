"""Signatures of Standard Webhooks 1.0: HMAC-SHA-256 over id, moment and body, with a secret that
the receiver alone was told.
"""

import hmac
import secrets
from base64 import b64decode, b64encode

SECRET_BYTES = 32
PREFIX = "whsec_"


def make_webhook_secret() -> str:
    """A fresh one, as the libraries of receivers take it."""
    return PREFIX + b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signed_headers(secret: str, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers of one attempt; the id is the same on every attempt, the moment is its own."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    key = b64decode(secret.removeprefix(PREFIX))
    signature = b64encode(hmac.digest(key, signed, "sha256")).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{signature}",
    }
