"""Certificates as JSON: the facts of the PDF."""

from datetime import date
from typing import Any

from pydantic import ConfigDict

from app.schemas.base import OpaqueId, Read
from app.values.relationships import Relationship

_CONTRACT_EXAMPLE: dict[str, Any] = {
    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a4d",
    "number": "HCR-2020-0117",
    "employer": "Hôtel du Lac",
    "insurer": "Mutuelle Exemple",
    "manager": "Gestion Exemple",
    "responsible": True,
    "member_number": "A1234567890BC",
}
_PERSON_EXAMPLE: dict[str, Any] = {
    "id": "01985f2e-0000-7c1b-9a53-0f6d1c2b3a4e",
    "last_name": "Martin",
    "first_name": "Camille",
    "birth_date": "1986-05-14",
    "relationship": "self",
    "level": "Confort",
    "entered_on": "2020-01-01",
    "ends_on": None,
}


class CertificateContractRead(Read):
    """The contract that is certified."""

    id: OpaqueId
    """The contract's id."""
    number: str
    """Contract number as printed; given by the administrator."""
    employer: str
    """The company that subscribed the contract."""
    insurer: str
    """Who bears the risk."""
    manager: str
    """Who administers the contract on the insurer's behalf, and signs."""
    responsible: bool
    """Whether it is a *contrat responsable*."""
    member_number: str
    """The member's number with the insurer (*numéro d'adhérent*)."""


class CertificatePersonRead(Read):
    """Somebody covered under the contract."""

    id: OpaqueId
    """The beneficiary's id."""
    last_name: str
    """Family name, as the administrator's file has it."""
    first_name: str
    """First name, as the administrator's file has it."""
    birth_date: date
    """Day of birth."""
    relationship: Relationship
    level: str
    """Name of the level of guarantees."""
    entered_on: date
    """First day of cover without a gap since, whatever the levels."""
    ends_on: date | None
    """Last day covered, included; null when none is known."""


class AffiliationCertificateRead(Read):
    """Who is covered under the contract on `in_force_on`, of those the reader may see."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "contract": _CONTRACT_EXAMPLE,
                    "persons": [_PERSON_EXAMPLE],
                    "in_force_on": "2026-03-14",
                }
            ]
        }
    )

    contract: CertificateContractRead
    persons: list[CertificatePersonRead]
    """The reader first, then the others by rank."""
    in_force_on: date
    """Day in Europe/Paris of which this is true: today."""


class FollowingRightRead(Read):
    """A right that follows the end of the cover."""

    code: str
    """`portability` or `evin`; codes are added over time."""
    label: str
    """What it is called, in the reader's language."""
    text: str
    """Who has it, and what to do, in the reader's language."""
    until: date | None
    """The last day it can reach; null when that depends on what nobody here knows."""


class TerminationCertificateRead(Read):
    """That the cover ends, of those the reader may see who are covered until its last day."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "contract": _CONTRACT_EXAMPLE,
                    "persons": [{**_PERSON_EXAMPLE, "ends_on": "2026-04-30"}],
                    "ends_on": "2026-04-30",
                    "reason": "Fin du contrat de travail",
                    "rights": [
                        {
                            "code": "portability",
                            "label": "Portabilité",
                            "text": "Si vous êtes indemnisé par l’assurance chômage…",
                            "until": "2027-04-30",
                        }
                    ],
                }
            ]
        }
    )

    contract: CertificateContractRead
    persons: list[CertificatePersonRead]
    """The reader first, then the others by rank."""
    ends_on: date
    """The reader's last day covered, included."""
    reason: str | None
    """Why the cover ends, as the administrator words it; null when they do not say."""
    rights: list[FollowingRightRead]
    """What may follow; empty when the portfolio grants nothing."""
