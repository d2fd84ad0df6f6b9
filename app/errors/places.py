"""Errors about places."""

from app.errors.base import DomainError


class UnknownPlace(DomainError):
    """No commune of this name or postal code; `choices` has those that are written nearly so."""

    status, code = 404, "unknown_place"
    title, title_en = "Lieu inconnu", "Unknown place"


class AmbiguousPlace(DomainError):
    """Several communes bear this name; `choices` lists them, the most populated first."""

    status, code = 409, "ambiguous_place"
    title, title_en = "Plusieurs communes portent ce nom", "Several communes bear this name"
    detail = "Précisez le code postal."
    detail_en = "Add the postal code."
