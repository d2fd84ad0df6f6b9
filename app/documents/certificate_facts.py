"""What certificates state, as plain values."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CertificatePerson:
    """A covered person: `entered_on` and `ends_on` (if known) are days under this contract."""

    last_name: str
    first_name: str
    birth_date: date
    relationship: str
    level: str
    entered_on: date
    ends_on: date | None

    @property
    def full_name(self) -> str:
        """Family name first, as administrations file it."""
        return f"{self.last_name} {self.first_name}".strip()


@dataclass(frozen=True, slots=True)
class CertificateContract:
    """The contract and those who stand behind it."""

    brand: str
    insurer: str
    manager: str
    contract_number: str
    employer: str
    responsible: bool
    member_number: str
    phone: str
    space_url: str


@dataclass(frozen=True, slots=True)
class RightFacts:
    """A right that follows the cover: its name, what it is, and the last day to use it if that
    depends on nothing else.
    """

    code: str
    label: str
    text: str
    until: date | None


@dataclass(frozen=True, slots=True)
class AffiliationFacts:
    """Who is covered on `in_force_on` (*attestation d'affiliation*); the first is the holder."""

    contract: CertificateContract
    persons: tuple[CertificatePerson, ...]
    in_force_on: date


@dataclass(frozen=True, slots=True)
class TerminationFacts:
    """Who was covered until `ends_on`, included, why it ended and what follows (*certificat de
    radiation*); the first is the holder.
    """

    contract: CertificateContract
    persons: tuple[CertificatePerson, ...]
    ends_on: date
    reason: str | None
    rights: tuple[RightFacts, ...]
