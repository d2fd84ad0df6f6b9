"""Errors about beneficiaries."""

from app.errors.base import DomainError


class BeneficiaryNotFound(DomainError):
    """No such beneficiary in this family, or none of whom the reader may see anything."""

    status, code = 404, "beneficiary_not_found"
    title, title_en = "Bénéficiaire introuvable", "Beneficiary not found"


class Confidential(DomainError):
    """Something of the beneficiary may be seen, but the portfolio keeps this to themself."""

    status, code = 403, "confidential"
    title, title_en = "Information confidentielle", "Confidential"
    detail = "Seule la personne concernée peut consulter cette information, avec son propre compte."
    detail_en = "Only the person concerned can read this, with an account of their own."


class NirUnknown(DomainError):
    """The administrator's file has no social security number of the person."""

    status, code = 409, "nir_unknown"
    title, title_en = "Numéro de sécurité sociale inconnu", "Social security number unknown"
