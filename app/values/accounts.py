"""Codes of accounts."""

from enum import StrEnum


class AccountStatus(StrEnum):
    """Life of an account; ended cover closes nothing, history stays readable."""

    INVITED = "invited"
    ACTIVE = "active"
    BLOCKED = "blocked"
    CLOSED = "closed"
