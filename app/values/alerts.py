"""Codes of alerts: what a notice tells, and what its link undoes."""

from enum import StrEnum


class AlertKind(StrEnum):
    """What was done, or began, and the member was told of."""

    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a word
    PHONE_CHANGED = "phone_changed"
    EMAIL_CHANGED = "email_changed"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    PHONE_RECOVERY_STARTED = "phone_recovery_started"
