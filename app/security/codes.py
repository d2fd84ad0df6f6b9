"""One-time codes: six digits, kept as an HMAC over what they are for."""

import hmac
import secrets
from uuid import UUID

from app.security.keyring import Keyring

DIGITS = 6


def make_code() -> str:
    """Six digits from the system's random source, leading zeros included."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def hash_code(
    keyring: Keyring, *, flow_id: UUID, purpose: str, destination: str, code: str
) -> bytes:
    """Bound to its flow, its purpose and its destination: elsewhere it is another code."""
    return keyring.mac("code", flow_id.bytes, purpose.encode(), destination.encode(), code.encode())


def same_code(expected: bytes, given: bytes) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(expected, given)
