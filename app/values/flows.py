"""Codes of the ways in, and of changes to them, while they are under way."""

from enum import StrEnum


class FlowKind(StrEnum):
    """What the flow leads to."""

    ACTIVATION = "activation"
    LOGIN = "login"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a kind, not a secret
    STEP_UP = "step_up"
    PHONE_CHANGE = "phone_change"
    EMAIL_CHANGE = "email_change"
    PHONE_RECOVERY = "phone_recovery"


class FlowState(StrEnum):
    """Where the flow stands; `completed` and `failed` are terminal."""

    CHANNEL = "channel"
    CODE = "code"
    PHONE = "phone"
    PASSWORD = "password"  # noqa: S105 - a step, not a secret
    COMPLETED = "completed"
    FAILED = "failed"


class CodePurpose(StrEnum):
    """What a code proves.

    `activation`: the e-mail or phone on file. `enrolment`: a number that was not on file. `login`
    and `step_up`: that whoever knows the password, or is signed in, has the phone as well.
    `reset` and `recovery`: the e-mail on file, before a new password or a new phone.
    `email_current`, `email_new`: both ends of a change of e-mail.
    """

    ACTIVATION = "activation"
    ENROLMENT = "enrolment"
    LOGIN = "login"
    STEP_UP = "step_up"
    RESET = "reset"
    RECOVERY = "recovery"
    EMAIL_CURRENT = "email_current"
    EMAIL_NEW = "email_new"


class CodeChannel(StrEnum):
    """How a code travels."""

    SMS = "sms"
    EMAIL = "email"
