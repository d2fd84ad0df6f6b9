"""Refresh tokens: opaque, derived from their session and generation.

Parallel refreshes must all receive the same successor, and nothing that opens a session may rest in
the database: so the successor is computed anew, with a key outside the database, not stored.
"""

from uuid import UUID

from app.security.base64url import encode
from app.security.keyring import Keyring

GENERATION_BYTES = 8


def derive_refresh_token(keyring: Keyring, session_id: UUID, generation: int) -> str:
    """The 256-bit token of one generation of a session."""
    raw = keyring.mac(
        "refresh", session_id.bytes, generation.to_bytes(GENERATION_BYTES, "big", signed=False)
    )
    return encode(raw)
