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
    """How it ended; `required`: a second factor was asked for; `alert`: a sign of misuse."""

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
    STEP_UP = "step_up"
    STEP_UP_PHONE = "step_up.phone"
    STEP_UP_CODE = "step_up.code"
    FACTOR_SUBMITTED = "second_factor.submitted"
    PASSWORD_RESET = "password.reset"  # noqa: S105 - a word
    PASSWORD_RESET_CODE = "password.reset_code"  # noqa: S105 - a word
    PASSWORD_CHANGED = "password.changed"  # noqa: S105 - a word
    PHONE_CHANGED = "phone.changed"
    PHONE_CODE = "phone.code"
    PHONE_RECOVERY_STARTED = "phone.recovery_started"
    PHONE_RECOVERY_CODE = "phone.recovery_code"
    EMAIL_CHANGED = "email.changed"
    EMAIL_CODE = "email.code"
    FACTOR_ADDED = "second_factor.added"
    FACTOR_REMOVED = "second_factor.removed"
    RECOVERY_CODES_MADE = "recovery_codes.made"
    ALERT_ANSWERED = "alert.answered"
    BANK_DETAILS_CHANGED = "bank_details.changed"
    DATA_EXPORT_REQUESTED = "data_export.requested"
    ACCOUNT_CLOSED = "account.closed"
    SESSION_ENDED = "session.ended"
    DEVICE_FORGOTTEN = "device.forgotten"
    LOGOUT = "logout"
    LOGOUT_EVERYWHERE = "logout.everywhere"
    REFRESH_REUSED = "refresh.reused"
    CARD_DOCUMENT_READ = "card.document_read"
    CARD_NIR_READ = "card.nir_read"
    NIR_DISCLOSED = "nir.disclosed"
    TELETRANSMISSION_CHANGED = "teletransmission.changed"
    CHANGE_REQUEST_OPENED = "change_request.opened"
    CHANGE_REQUEST_MOVED = "change_request.moved"
    CONTACT_EDITED = "contact.edited"
    NOTIFICATIONS_CHOSEN = "notifications.chosen"
    MESSAGE_WRITTEN = "message.written"
    CARD_REISSUED = "card.reissued"
    CERTIFICATE_DOCUMENT_READ = "certificate.document_read"
    STATEMENT_DOCUMENT_READ = "statement.document_read"
    BENEFITS_DOCUMENT_READ = "benefits.document_read"
    DOWNLOAD_LINK_USED = "download.link_used"
    DOCUMENT_WITHDRAWN = "document.withdrawn"
    CONTACT_FROM_FEED_IGNORED = "account.contact_from_feed_ignored"
    IMPORT_STARTED = "import.started"
    PARTNER_TOKEN_CREATED = "partner_token.created"  # noqa: S105 - a word
    PARTNER_TOKEN_ROTATED = "partner_token.rotated"  # noqa: S105 - a word
    PARTNER_TOKEN_REVOKED = "partner_token.revoked"  # noqa: S105 - a word
    PARTNER_TOKEN_USED = "partner_token.used"  # noqa: S105 - a word
    WEBHOOK_CREATED = "webhook.created"
    WEBHOOK_DELETED = "webhook.deleted"
    KEYS_ROTATED = "keys.rotated"
