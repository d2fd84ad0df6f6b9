"""Errors any operation may answer."""

from app.errors.base import DomainError
from app.values.rates import Quota


class NotFound(DomainError):
    """Absent, or somebody else's: the same answer, so that nothing is told."""

    status, code, title, title_en = 404, "not_found", "Introuvable", "Not found"


class MethodNotAllowed(DomainError):
    """The address exists, not with this method."""

    status, code = 405, "method_not_allowed"
    title, title_en = "Méthode non autorisée", "Method not allowed"


class InvalidRequest(DomainError):
    """A malformed request; each refused place is in `errors`."""

    status, code = 422, "invalid_request"
    title, title_en = "Requête invalide", "Invalid request"


class MalformedBody(DomainError):
    """The body could not be read at all."""

    status, code = 400, "malformed_body"
    title, title_en = "Corps de requête illisible", "Unreadable request body"


class InvalidCursor(DomainError):
    """The paging cursor was not given by us, or for another list."""

    status, code = 400, "invalid_cursor"
    title, title_en = "Curseur de pagination invalide", "Invalid paging cursor"


class PreconditionRequired(DomainError):
    """A change that does not say on which state it is based."""

    status, code = 428, "precondition_required"
    title, title_en = "En-tête If-Match nécessaire", "If-Match header needed"
    detail = "Relisez la ressource et renvoyez son ETag dans If-Match."
    detail_en = "Read the resource again and send its ETag in If-Match."


class PreconditionFailed(DomainError):
    """The resource has changed since its reader saw it."""

    status, code = 412, "precondition_failed"
    title, title_en = "Modifié entre-temps", "Changed in the meantime"
    detail = "La ressource a changé depuis que vous l’avez lue. Relisez-la, puis recommencez."
    detail_en = "The resource has changed since you read it. Read it again, then try once more."


class BodyTooLarge(DomainError):
    """The body exceeds what this operation accepts."""

    status, code = 413, "body_too_large"
    title, title_en = "Requête trop volumineuse", "Request too large"


class UnsupportedMediaType(DomainError):
    """The body is not of a type this operation reads."""

    status, code = 415, "unsupported_media_type"
    title, title_en = "Type de contenu non pris en charge", "Unsupported media type"


class UnknownHost(DomainError):
    """No portfolio answers at this host name."""

    status, code = 404, "unknown_host"
    title, title_en = "Aucun espace à cette adresse", "No member space at this address"


class Conflict(DomainError):
    """Someone else changed the same thing at the same time."""

    status, code = 409, "conflict"
    title, title_en = "Modification concurrente", "Conflicting change"


class RateLimited(DomainError):
    """Too many requests; `Retry-After` says when to come back."""

    status, code = 429, "rate_limited"
    title, title_en = "Trop de demandes", "Too many requests"

    def __init__(self, quota: Quota) -> None:
        super().__init__(retry_after=quota.seconds_left)
        self.quota = quota


class TemporarilyUnavailable(DomainError):
    """Something the answer needs is down or busy; nothing was half-written."""

    status, code = 503, "temporarily_unavailable"
    title, title_en = "Service momentanément indisponible", "Service temporarily unavailable"


class InternalError(DomainError):
    """A fault of ours, logged under the request id."""

    status, code = 500, "internal_error"
    title, title_en = "Erreur interne", "Internal error"
