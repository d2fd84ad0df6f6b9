"""What is told when something happened: kinds of events, and who learns of each."""

from enum import StrEnum

from app.values.family_rights import FamilyRight


class EventKind(StrEnum):
    """`<noun>.<what became of it>`; stable, additions only."""

    ACCOUNT_ACTIVATED = "account.activated"
    ACCOUNT_CLOSED = "account.closed"
    CARD_REISSUED = "card.reissued"
    CHANGE_REQUEST_OPENED = "change_request.opened"
    CHANGE_REQUEST_UPDATED = "change_request.updated"
    CONTACT_CHANGED = "contact.changed"
    TELETRANSMISSION_UPDATED = "teletransmission.updated"
    THREAD_OPENED = "thread.opened"
    THREAD_UPDATED = "thread.updated"


READABLE_BY = {
    EventKind.CARD_REISSUED: FamilyRight.CARD,
    EventKind.CHANGE_REQUEST_OPENED: FamilyRight.CARD,
    EventKind.CHANGE_REQUEST_UPDATED: FamilyRight.CARD,
    EventKind.TELETRANSMISSION_UPDATED: FamilyRight.CARD,
    EventKind.THREAD_OPENED: FamilyRight.LINES,
    EventKind.THREAD_UPDATED: FamilyRight.LINES,
}
"""The right over whom an event is about that lets others of the family learn of it, the same that
lets them read its subject; without one, only its addressee does."""

OF_EMPLOYERS = frozenset(
    {EventKind.ACCOUNT_ACTIVATED, EventKind.ACCOUNT_CLOSED, EventKind.CONTACT_CHANGED}
)
"""What a token bound to an employer reads: nothing that tells of health, or of a family."""
