"""Codes of second factors."""

from enum import StrEnum


class FactorKind(StrEnum):
    """What a member enrolled beside the phone of the file."""

    TOTP = "totp"
    PASSKEY = "passkey"


class FlowMethod(StrEnum):
    """How a second factor may be shown in a flow."""

    SMS = "sms"
    TOTP = "totp"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery_code"
