"""Errors about health professionals and establishments."""

from app.errors.base import DomainError


class ProviderNotFound(DomainError):
    """No such provider, or it left its directory."""

    status, code = 404, "provider_not_found"
    title, title_en = "Professionnel de santé introuvable", "Health professional not found"
