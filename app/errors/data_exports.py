"""Errors about exports of personal data."""

from app.errors.base import DomainError


class DataExportNotFound(DomainError):
    """No such export of the account."""

    status, code = 404, "data_export_not_found"
    title, title_en = "Export introuvable", "Export not found"


class DataExportInProgress(DomainError):
    """One is being prepared: another one can be asked for once it is ready."""

    status, code = 409, "data_export_in_progress"
    title, title_en = "Export déjà en préparation", "An export is being prepared"
