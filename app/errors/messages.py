"""Errors about messages."""

from app.errors.base import DomainError


class ThreadNotFound(DomainError):
    """No such thread among those the reader may see."""

    status, code = 404, "thread_not_found"
    title, title_en = "Conversation introuvable", "Conversation not found"


class ThreadClosed(DomainError):
    """The thread ended, and the time to reply is over."""

    status, code = 409, "thread_closed"
    title, title_en = "Conversation close", "Conversation closed"
    detail = "Cette conversation est close. Pour une nouvelle question, écrivez un nouveau message."
    detail_en = "This conversation has ended. For another question, write a new message."


class ThreadTransitionRefused(DomainError):
    """The thread cannot go from where it stands to what was asked."""

    status, code = 409, "thread_transition_refused"
    title, title_en = "Changement impossible", "Change not possible"
    detail = "La conversation ne peut pas passer de cet état à celui demandé."
    detail_en = "The thread cannot go from its present state to the one asked for."
