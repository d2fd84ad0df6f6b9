"""Recovery codes: sixty random bits to write down, kept as a keyed hash."""

import secrets
from uuid import UUID

from app.security.keyring import Keyring

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Digits and letters that nobody takes for one another on paper; 31 of them."""
GROUPS, GROUP_LENGTH = 3, 4
CODES = 10


def make_recovery_codes() -> list[str]:
    """Ten fresh ones, as they are shown: `7k3m-9xqp-2rtw`."""
    return ["-".join(_group() for _ in range(GROUPS)) for _ in range(CODES)]


def hash_recovery_code(keyring: Keyring, account_id: UUID, code: str) -> bytes:
    """Bound to its account; dashes, spaces and capital letters do not matter."""
    plain = "".join(char for char in code.casefold() if char.isalnum())
    return keyring.mac("recovery_code", account_id.bytes, plain.encode())


def _group() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH))
