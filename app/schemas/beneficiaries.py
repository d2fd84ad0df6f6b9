"""The people of a family as members read them."""

from datetime import date
from typing import Any

from pydantic import MISSING, ConfigDict

from app.schemas.base import OpaqueId, Page, Read
from app.schemas.teletransmissions import TELETRANSMISSION_EXAMPLE, TeletransmissionRead
from app.values.relationships import Relationship

ADDRESS_EXAMPLE: dict[str, Any] = {
    "line1": "12 rue des Lilas",
    "line2": None,
    "postal_code": "75012",
    "city": "Paris",
    "country": "FR",
}
BENEFICIARY_EXAMPLE: dict[str, Any] = {
    "id": "01985f2e-0000-7c1b-9a53-0f6d1c2b3a4e",
    "first_name": "Camille",
    "last_name": "Martin",
    "relationship": "self",
    "relationship_label": "Assuré",
    "rank": 1,
    "birth_date": "1986-05-14",
    "nir": "2 86 •• •• ••• ••• ••",
    "amo_organism": "011234567",
    "email": "camille.martin@example.org",
    "phone": "+33639980001",
    "address": ADDRESS_EXAMPLE,
    "covered_until": None,
    "teletransmission": TELETRANSMISSION_EXAMPLE,
}


class AddressRead(Read):
    """A postal address."""

    line1: str
    """Number and street."""
    line2: str | None
    """Building, floor, care of; null when there is none."""
    postal_code: str
    """Postal code."""
    city: str
    """Town or commune."""
    country: str
    """ISO 3166-1 code of the country."""


class BeneficiaryRead(Read):
    """A person of the family."""

    model_config = ConfigDict(json_schema_extra={"examples": [BENEFICIARY_EXAMPLE]})

    id: OpaqueId
    """The beneficiary's id, as `beneficiary_id` takes it."""
    first_name: str
    """First name, as the administrator's file has it."""
    last_name: str
    """Family name, as the administrator's file has it."""
    relationship: Relationship
    relationship_label: str
    """What the person is to the member, in the reader's language."""
    rank: int
    """Order on the card: 1 is the member."""
    birth_date: date
    """Date of birth."""
    nir: str | None
    """Social security number, masked; null when the file has none. The full one:
    `POST /v1/beneficiaries/{beneficiary_id}/nir-disclosures`.
    """
    amo_organism: str | None
    """Statutory fund: régime 2 digits, caisse 3, centre 4; null when unknown."""
    email: str | None
    """E-mail address of the file; null when unknown."""
    phone: str | None
    """Phone number of the file in E.164; null when unknown."""
    address: AddressRead | MISSING = MISSING
    """Postal address of the file; left out when unknown."""
    covered_until: date | None
    """Last day covered; null while there is no end."""
    teletransmission: TeletransmissionRead


class BeneficiaryPage(Page[BeneficiaryRead]):
    """The people of the family, by rank."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [BENEFICIARY_EXAMPLE], "next_cursor": None}]}
    )


class NirDisclosureRead(Read):
    """A full social security number, shown once the reader proved who they are."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"nir": "295109912611193"}]})

    nir: str
    """13 characters and the two-digit key."""
