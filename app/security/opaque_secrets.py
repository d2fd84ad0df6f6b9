"""Secrets that only their holder can show: 256 random bits, kept as their SHA-256."""

import secrets

from app.security.keyring import fingerprint

SECRET_BYTES = 32


def make_secret() -> str:
    """A fresh one, URL-safe."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hash_secret(secret: str) -> bytes:
    """What is kept of it; any text a client sends has one."""
    return fingerprint(secret.encode("utf-8", "surrogatepass"))
