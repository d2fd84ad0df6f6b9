"""Members and beneficiaries as partners send them."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, EmailStr, Field, StringConstraints, WithJsonSchema

from app.models.beneficiary import Relationship
from app.schemas.base import Body, Line, Reference
from app.values.nir import parse_nir

Name = Annotated[Line, StringConstraints(max_length=120)]
Email = Annotated[EmailStr, StringConstraints(max_length=254)]
Phone = Annotated[str, StringConstraints(pattern=r"^\+[1-9]\d{6,14}$")]
"""An E.164 number: `+33639980001`."""
AmoOrganism = Annotated[str, StringConstraints(pattern=r"^\d{9}$")]
"""Statutory fund: régime 2, caisse 3, centre 4 digits."""
MemberNumber = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,16}$")]
Nir = Annotated[
    str,
    AfterValidator(parse_nir),
    WithJsonSchema({"type": "string", "examples": ["295109912611193"]}),
]
"""13 characters and the two-digit key."""


class Address(Body):
    """A postal address."""

    line1: Line
    line2: Line | None = None
    postal_code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z -]{2,10}$")]
    city: Line
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "FR"


class CoverFeed(Body):
    """One period under one contract at one level; the list is the whole history."""

    contract_ref: Reference
    benefit_level_ref: Reference
    starts_on: date
    terminated_on: date | None = None
    """Day of termination; the portfolio says whether cover goes on to the end of the month."""
    termination_reason: Line | None = None


class PersonFeed(Body):
    """What is sent of every covered person."""

    last_name: Name
    first_name: Name
    birth_date: date
    nir: Nir | None = None
    amo_organism: AmoOrganism | None = None
    email: Email | None = None
    phone: Phone | None = None
    address: Address | None = None
    card_payload: Annotated[str, StringConstraints(max_length=2000)] | None = None
    """Base64 of the opaque DataMatrix payload of the card, as the administrator supplies it."""
    covers: Annotated[tuple[CoverFeed, ...], Field(min_length=1, max_length=50)]


class MemberFeed(PersonFeed):
    """The policy holder. A new one with an e-mail is invited to the member space."""

    member_number: MemberNumber


class BeneficiaryFeed(PersonFeed):
    """A dependent of a member."""

    member_ref: Reference
    relationship: Relationship
    rank: Annotated[int, Field(ge=2, le=99)]
    """Rank on the card; the member is 1."""
