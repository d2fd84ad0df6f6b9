"""Codes of sessions."""

from enum import StrEnum


class ClientKind(StrEnum):
    """Web clients keep secrets in cookies, native ones in their own store."""

    WEB = "web"
    NATIVE = "native"


class AuthenticationMethod(StrEnum):
    """How somebody showed who they are: values of `amr` (RFC 8176, and `recovery` of our own)."""

    PASSWORD = "pwd"  # noqa: S105 - a code
    SMS = "sms"
    TOTP = "otp"
    PASSKEY = "pop"
    RECOVERY_CODE = "recovery"


SECOND_FACTORS = frozenset(AuthenticationMethod) - {AuthenticationMethod.PASSWORD}


class Assurance(StrEnum):
    """`acr`: a password on a known device, or a second factor as well."""

    AAL1 = "aal1"
    AAL2 = "aal2"
