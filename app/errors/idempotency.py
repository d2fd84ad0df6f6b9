"""Errors about requests that are sent again under the same key."""

from app.errors.base import DomainError


class IdempotencyKeyReused(DomainError):
    """The key came before with something else: a key names one request, and only that one."""

    status, code = 422, "idempotency_key_reused"
    title, title_en = "Clé d’idempotence déjà employée", "Idempotency key already used"
    detail = "Cette clé a accompagné une autre requête : choisissez-en une nouvelle."
    detail_en = "This key came with another request: choose a new one."


class IdempotencyKeyBusy(DomainError):
    """The first request under this key has no answer yet; `Retry-After` says when to ask again."""

    status, code = 409, "idempotency_key_busy"
    title, title_en = "Requête en cours de traitement", "Request still in progress"
