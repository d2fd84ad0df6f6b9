"""Errors about statements."""

from app.errors.base import DomainError


class StatementNotFound(DomainError):
    """No such statement in this family, or none of its lines may be seen by the reader."""

    status, code = 404, "statement_not_found"
    title, title_en = "Décompte introuvable", "Statement not found"
