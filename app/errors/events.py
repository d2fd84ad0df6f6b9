"""Errors about events."""

from app.errors.base import DomainError


class EventsDeleted(DomainError):
    """Some of what followed the position is not kept any more: the reader must start afresh."""

    status, code = 410, "events_deleted"
    title, title_en = "Événements supprimés", "Events deleted"
    detail = (
        "Des événements suivant cette position ne sont plus conservés. Relisez les listes, puis "
        "reprenez sans `after`."
    )
    detail_en = (
        "Some events after this position are not kept any more. Read the lists again, then resume "
        "without `after`."
    )
