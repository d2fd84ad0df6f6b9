"""Words of the audit trail."""

from enum import StrEnum


class ActorKind(StrEnum):
    """Who acted."""

    MEMBER = "member"
    PARTNER = "partner"
    OPERATOR = "operator"
    SYSTEM = "system"
    ANONYMOUS = "anonymous"
