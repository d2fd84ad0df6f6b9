"""Errors of what depends on being covered."""

from app.errors.base import DomainError


class NoCover(DomainError):
    """The person has no cover to show a card for."""

    status, code = 409, "no_cover"
    title, title_en = "Aucune couverture", "No cover"


class CoverEnded(DomainError):
    """The cover is over: documents stay readable, a card would be refused at the counter."""

    status, code = 409, "cover_ended"
    title, title_en = "Couverture terminée", "Cover ended"
    detail = "La couverture a pris fin le {ended_on}."
    detail_en = "The cover ended on {ended_on}."


class CoverNotStarted(DomainError):
    """The cover begins later."""

    status, code = 409, "cover_not_started"
    title, title_en = "Couverture à venir", "Cover not started"
    detail = "La couverture commence le {starts_on}."
    detail_en = "The cover starts on {starts_on}."
