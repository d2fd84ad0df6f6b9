"""Errors of what partners send."""

from app.errors.base import DomainError


class ImportNotFound(DomainError):
    """No such import in this portfolio."""

    status, code = 404, "import_not_found"
    title, title_en = "Import introuvable", "Import not found"


class UnknownReference(DomainError):
    """The line refers to something that was never sent; `errors` says which field."""

    status, code = 409, "unknown_reference"
    title, title_en = "Référence inconnue", "Unknown reference"


class ReferenceTaken(DomainError):
    """A reference, number, rank or e-mail is in use already; `errors` says which."""

    status, code = 409, "reference_taken"
    title, title_en = "Référence déjà utilisée", "Reference already in use"


class TotalsMismatch(DomainError):
    """The totals of the statement are not the sums of its lines."""

    status, code = 409, "totals_mismatch"
    title, title_en = "Totaux différents de la somme des lignes", "Totals differ from the lines"


class UnbalancedLine(DomainError):
    """Spent is not the sum of what each payer paid; `errors` says which line."""

    status, code = 409, "unbalanced_line"
    title, title_en = "Ligne déséquilibrée", "Unbalanced line"


class OverlappingCovers(DomainError):
    """Two covers of one person under one contract overlap."""

    status, code = 409, "overlapping_covers"
    title, title_en = "Périodes de couverture qui se chevauchent", "Overlapping covers"


class CoverOutsideContract(DomainError):
    """A cover starts before its contract does, or after it ended; `errors` says which cover."""

    status, code = 409, "cover_outside_contract"
    title, title_en = "Couverture hors de la période du contrat", "Cover outside its contract"


class LineTooLong(DomainError):
    """A line of the import is longer than one may be; it was skipped."""

    status, code = 413, "line_too_long"
    title, title_en = "Ligne trop longue", "Line too long"


class BrokenLine(DomainError):
    """The line is not a JSON object in UTF-8."""

    status, code = 422, "broken_line"
    title, title_en = "Ligne illisible", "Unreadable line"


class StreamBroken(DomainError):
    """The stream stopped before its end: the batches before it stand, send the whole again."""

    status, code = 400, "stream_broken"
    title, title_en = "Envoi interrompu", "Stream broken off"
