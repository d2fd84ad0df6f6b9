"""Kinds of documents that can be verified, and what they are called."""

from enum import StrEnum

from app.values.labels import Labels


class DocumentKind(StrEnum):
    """What a document states."""

    AFFILIATION_CERTIFICATE = "affiliation_certificate"
    """Who is covered under a contract on a day (*attestation d'affiliation*)."""
    TERMINATION_CERTIFICATE = "termination_certificate"
    """When the cover ends, why, and which rights follow (*certificat de radiation*)."""
    STATEMENT = "statement"
    """What was reimbursed (*décompte*)."""
    BENEFITS = "benefits"
    """What is reimbursed, and how (*tableau de garanties*)."""
    CARD = "card"
    """The third-party-payment card: not kept, verified by its number (*carte de tiers payant*)."""


class DocumentStatus(StrEnum):
    """Whether what it states may be relied upon."""

    VALID = "valid"
    """Issued by this insurer, and not taken back."""
    WITHDRAWN = "withdrawn"
    """Issued by this insurer, and no longer true: ask for another one."""


class WithdrawalReason(StrEnum):
    """Why somebody who runs the service took a document back."""

    ERROR = "error"
    """It states what is not so."""
    FRAUD = "fraud"
    """It was obtained, or is used, to deceive."""
    REQUEST = "request"
    """Whom it is about asked for it: a copy went astray."""


LABELS = {
    DocumentKind.AFFILIATION_CERTIFICATE: Labels(
        "Attestation d’affiliation", "Certificate of affiliation"
    ),
    DocumentKind.TERMINATION_CERTIFICATE: Labels(
        "Certificat de radiation", "Certificate of termination"
    ),
    DocumentKind.STATEMENT: Labels("Décompte de remboursements", "Statement of reimbursements"),
    DocumentKind.BENEFITS: Labels("Tableau de garanties", "Table of guarantees"),
    DocumentKind.CARD: Labels("Carte de tiers payant", "Third-party-payment card"),
}
