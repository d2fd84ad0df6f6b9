"""Authenticator apps (TOTP, RFC 6238): six digits each 30 seconds, SHA-1 as every app knows it.

The library is loaded by the first who uses such an app.
"""

from datetime import datetime

STEPS_OF_GRACE = 1
"""Clocks of phones are up to a step early or late."""


def make_totp_secret() -> str:
    """160 random bits in base32."""
    import pyotp  # noqa: PLC0415

    return str(pyotp.random_base32())


def provisioning_uri(secret: str, *, account: str, issuer: str) -> str:
    """What the app reads from the QR code."""
    import pyotp  # noqa: PLC0415

    return str(pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer))


def timecode_of(secret: str, code: str, now: datetime) -> int | None:
    """The 30-second step that the code is of; None when it is of none around now."""
    import pyotp  # noqa: PLC0415
    from pyotp.exceptions import OTPVerificationError  # noqa: PLC0415

    try:
        return int(
            pyotp.TOTP(secret).verify_and_get_timecode(
                code, for_time=now, valid_window=STEPS_OF_GRACE
            )
        )
    except OTPVerificationError:
        return None
