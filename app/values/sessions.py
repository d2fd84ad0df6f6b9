"""Codes of sessions."""

from enum import StrEnum


class ClientKind(StrEnum):
    """Web clients keep secrets in cookies, native ones in their own store."""

    WEB = "web"
    NATIVE = "native"


class Assurance(StrEnum):
    """`acr`: a password on a known device, or a second factor as well."""

    AAL1 = "aal1"
    AAL2 = "aal2"
