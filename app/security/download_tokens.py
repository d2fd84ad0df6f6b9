"""Tokens of download links: one object, one session, a minute, and nothing that tells of anybody.

A token is `kind, object, session, end` and their HMAC, in base64url: it stands in an address, which
histories and proxies keep, so it holds ids alone.
"""

import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app.security.base64url import decode, encode
from app.security.keyring import Keyring

PURPOSE = "download"
SIGNATURE_BYTES = 16
_FIELDS = struct.Struct(">B16s16s16sQ")


@dataclass(frozen=True, slots=True)
class DownloadClaims:
    """What a link is for: `kind` says which table the object is in."""

    kind: int
    object_id: UUID
    portfolio_id: UUID
    session_id: UUID
    ends_at: datetime


def make_token(keyring: Keyring, claims: DownloadClaims) -> str:
    """The token of a link."""
    fields = _FIELDS.pack(
        claims.kind,
        claims.object_id.bytes,
        claims.portfolio_id.bytes,
        claims.session_id.bytes,
        int(claims.ends_at.timestamp()),
    )
    return encode(fields + _signature(keyring, fields))


def read_token(keyring: Keyring, token: str) -> DownloadClaims | None:
    """What a token of ours says; None for anything else. Its end is for the caller to compare."""
    raw = decode(token)
    fields, signature = raw[: _FIELDS.size], raw[_FIELDS.size :]
    genuine = len(raw) == _FIELDS.size + SIGNATURE_BYTES and encode(raw) == token
    if not genuine or not hmac.compare_digest(signature, _signature(keyring, fields)):
        return None
    kind, object_id, portfolio_id, session_id, ends_at = _FIELDS.unpack(fields)
    return DownloadClaims(
        kind,
        UUID(bytes=object_id),
        UUID(bytes=portfolio_id),
        UUID(bytes=session_id),
        datetime.fromtimestamp(ends_at, UTC),
    )


def _signature(keyring: Keyring, fields: bytes) -> bytes:
    return keyring.mac(PURPOSE, fields)[:SIGNATURE_BYTES]
