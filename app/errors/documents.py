"""Errors about documents, their references and links to them."""

from app.errors.base import DomainError


class DocumentNotFound(DomainError):
    """No document of this insurer bears the reference, or it was mistyped."""

    status, code = 404, "document_not_found"
    title, title_en = "Document inconnu", "Unknown document"


class DownloadNotFound(DomainError):
    """The link is over, altered, or of a session that ended: the same answer for all."""

    status, code = 404, "download_not_found"
    title, title_en = "Lien de téléchargement expiré", "Download link expired"


class StatementNotFound(DomainError):
    """No such statement of the family, or no line on it that the reader may see."""

    status, code = 404, "statement_not_found"
    title, title_en = "Décompte introuvable", "Statement not found"


class TerminationDateUnknown(DomainError):
    """The cover has no last day: there is no termination to certify."""

    status, code = 409, "termination_date_unknown"
    title, title_en = "Date de radiation inconnue", "Termination date unknown"
    detail = "Aucune date de fin n’est connue pour cette couverture."
    detail_en = "No end date is known for this cover."
