"""Words of the audit trail."""

from enum import StrEnum


class ActorKind(StrEnum):
    """Who acted."""

    MEMBER = "member"
    PARTNER = "partner"
    OPERATOR = "operator"
    SYSTEM = "system"
    ANONYMOUS = "anonymous"


class AuditResult(StrEnum):
    """How it ended."""

    SUCCEEDED = "succeeded"
    REFUSED = "refused"
    REQUIRED = "required"
    ALERT = "alert"


class AuditAction(StrEnum):
    """What was done. Entries are never corrected: a published word keeps its meaning for good."""

    ACTIVATION = "activation"
    ACTIVATION_CODE = "activation.code"
    LOGIN = "login"
    LOGIN_STEP_UP = "login.step_up"
    LOGIN_PHONE = "login.phone"
    LOGIN_CODE = "login.code"
    LOGOUT = "logout"
    LOGOUT_EVERYWHERE = "logout.everywhere"
    REFRESH_REUSED = "refresh.reused"
    CARD_DOCUMENT_READ = "card.document_read"
    CARD_NIR_READ = "card.nir_read"
    CONTACT_FROM_FEED_IGNORED = "account.contact_from_feed_ignored"
    IMPORT_STARTED = "import.started"
    PARTNER_TOKEN_CREATED = "partner_token.created"  # noqa: S105 - a word
    PARTNER_TOKEN_REVOKED = "partner_token.revoked"  # noqa: S105 - a word
    PARTNER_TOKEN_USED = "partner_token.used"  # noqa: S105 - a word
