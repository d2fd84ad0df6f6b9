"""Errors of what is asked for and decided."""

from app.errors.base import DomainError


class TransitionNotAllowed(DomainError):
    """It cannot go from where it stands to where it was sent, by whoever sends it."""

    status, code = 409, "transition_not_allowed"
    title, title_en = "Changement d’état impossible", "Transition not allowed"
    detail = "L’état de la demande ne permet pas, ou ne permet plus, cette opération."
    detail_en = "The state of the request does not allow this, or does no longer."
