"""What makes a document verifiable: printed on every page, and explained at its end."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DocumentSeal:
    """The reference as it is typed (`7K3M-9XQP-2RTW`) and the day the document was issued."""

    reference: str
    issued_on: date
