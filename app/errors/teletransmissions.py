"""Errors about télétransmission."""

from app.errors.base import DomainError


class TeletransmissionRefused(DomainError):
    """The link cannot go from where it stands to what was asked."""

    status, code = 409, "teletransmission_refused"
    title, title_en = "Changement impossible", "Change not possible"
    detail = "La télétransmission ne peut pas passer de cet état à celui demandé."
    detail_en = "The link cannot go from its present state to the one asked for."
