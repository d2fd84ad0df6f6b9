"""Errors about contracts."""

from app.errors.base import DomainError


class ContractNotFound(DomainError):
    """The beneficiary has no such contract."""

    status, code = 404, "contract_not_found"
    title, title_en = "Contrat introuvable", "Contract not found"
