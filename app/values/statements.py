"""Codes of statements."""

from enum import StrEnum


class Payee(StrEnum):
    """Who received the payment."""

    MEMBER = "member"
    PROVIDER = "provider"


class StatementSource(StrEnum):
    """How the statement came: from the statutory fund's feed, or typed by the administrator."""

    NOEMIE = "noemie"
    MANUAL = "manual"
