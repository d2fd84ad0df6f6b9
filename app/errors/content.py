"""Errors about what a portfolio publishes."""

from app.errors.base import DomainError


class ContentNotFound(DomainError):
    """Nothing is published at this address."""

    status, code = 404, "content_not_found"
    title, title_en = "Contenu introuvable", "Content not found"
