"""Errors about beneficiaries."""

from app.errors.base import DomainError


class BeneficiaryNotFound(DomainError):
    """No such beneficiary in this family."""

    status, code = 404, "beneficiary_not_found"
    title, title_en = "Bénéficiaire introuvable", "Beneficiary not found"
