"""Entity tags (RFC 9110 §8.8.3) of what is read, by which a change says what it was based on."""

import hashlib


def tag_of(*parts: bytes) -> str:
    """A strong entity tag of these bytes."""
    return f'"{hashlib.sha256(b"|".join(parts)).hexdigest()[:32]}"'
