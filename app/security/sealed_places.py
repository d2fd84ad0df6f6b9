"""Every sealed column: its name is associated data, and the list is what a rotation walks."""

from enum import StrEnum


class SealedPlace(StrEnum):
    """`table.column` without the suffix `_sealed`; never changes once values are sealed with it."""

    ALERT_PREVIOUS = "alerts.previous"
    BANK_DETAILS = "bank_details.details"
    BENEFICIARY_NIR = "beneficiaries.nir"
    BENEFICIARY_CARD_PAYLOAD = "beneficiaries.card_payload"
    CHANGE_REQUEST_DETAILS = "change_requests.details"
    CHANGE_REQUEST_REASON = "change_request_steps.reason"
    DATA_EXPORT_KEY = "data_exports.key"
    IDEMPOTENCY_KEY_ANSWER = "idempotency_keys.answer"
    IMPORT_RESULTS = "import_result_chunks.results"
    OUTBOX_PAYLOAD = "outbox_messages.payload"
    WEBHOOK_SECRET = "webhooks.secret"  # noqa: S105 - a column
    SECOND_FACTOR_SECRET = "second_factors.secret"  # noqa: S105 - a column
