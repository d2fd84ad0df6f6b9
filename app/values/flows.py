"""Codes of the ways in, while they are under way."""

from enum import StrEnum


class FlowKind(StrEnum):
    """What the flow leads to."""

    ACTIVATION = "activation"
    LOGIN = "login"


class FlowState(StrEnum):
    """Where the flow stands; `completed` and `failed` are terminal."""

    CHANNEL = "channel"
    CODE = "code"
    PHONE = "phone"
    PASSWORD = "password"  # noqa: S105 - a step, not a secret
    COMPLETED = "completed"
    FAILED = "failed"


class CodePurpose(StrEnum):
    """What a code proves: the e-mail or phone on file (`activation`), a number that was not on
    file (`enrolment`), or that whoever knows the password has the phone as well (`login`).
    """

    ACTIVATION = "activation"
    ENROLMENT = "enrolment"
    LOGIN = "login"


class CodeChannel(StrEnum):
    """How a code travels."""

    SMS = "sms"
    EMAIL = "email"
