"""Verification of documents."""

from datetime import date
from typing import Annotated

from pydantic import MISSING, ConfigDict, Field

from app.schemas.base import Read
from app.values.documents import DocumentKind, DocumentStatus


class DocumentVerificationRead(Read):
    """What anybody who holds a document may know of it: nothing personal."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "reference": "7K3M-9XQP-2RT8",
                    "kind": "affiliation_certificate",
                    "label": "Attestation d’affiliation",
                    "status": "valid",
                    "issued_on": "2026-03-14",
                    "withdrawn_on": None,
                    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                }
            ]
        }
    )

    reference: str
    """As it is printed on every page of the document; of a card, its number."""
    kind: DocumentKind
    label: str
    """What such a document is called, in the reader's language."""
    status: DocumentStatus
    issued_on: date
    """Day in Europe/Paris on which it was issued; it must be the one that is printed. Of a card,
    the day its number was given."""
    withdrawn_on: date | None
    """Day on which it was taken back, or from which a card was worthless; null as long as it
    stands."""
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | MISSING = MISSING
    """SHA-256 of the file, in hexadecimal: a PDF that has another one was altered. Absent for a
    card, which is drawn anew for each copy: its signed code tells what it grants."""
