"""Settings of a complete, safe production."""

import base64
from typing import Any


def a_key(first: int) -> str:
    """A key of 32 bytes, another for each number."""
    return base64.b64encode(bytes(range(first, first + 32))).decode()


def safe_settings(**changes: Any) -> dict[str, Any]:
    """What production accepts."""
    return {
        "profile": "production",
        "database_url": "postgresql://espace@db/espace",
        "redis_url": "redis://store/0",
        "issuer": "https://espace.example.org",
        "secret_key": a_key(0),
        "blind_index_key": a_key(1),
        "encryption_keys": {"a": a_key(2)},
        "encryption_key_id": "a",
        "signing_keys": {"a": a_key(3)},
        "signing_key_id": "a",
        "smtp_host": "smtp.example.org",
        "sms_url": "https://sms.example.org/",
        "sms_token": "token",
        **changes,
    }
