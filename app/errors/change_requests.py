"""Errors about change requests."""

from app.errors.base import DomainError


class ChangeRequestNotFound(DomainError):
    """No such request among those that the reader may see."""

    status, code = 404, "change_request_not_found"
    title, title_en = "Demande introuvable", "Change request not found"


class NotTheAsker(DomainError):
    """The request may be read, but only whoever asked may withdraw it."""

    status, code = 403, "not_the_asker"
    title, title_en = "Demande faite par une autre personne", "Asked by somebody else"
