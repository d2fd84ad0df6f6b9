"""Members and beneficiaries as partners send them."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    StrictInt,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from app.schemas.base import Body, Email, Line, Reference
from app.schemas.dates import IsoDate
from app.schemas.feeds.dates import not_before
from app.values.nir import InvalidNir, parse_nir
from app.values.relationships import Relationship

BASE64 = r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$"
PERSON_EXAMPLE: dict[str, Any] = {
    "last_name": "Martin",
    "first_name": "Camille",
    "birth_date": "1986-05-14",
    "nir": "286059912611166",
    "amo_organism": "011234567",
    "email": "camille.martin@example.org",
    "phone": "+33639980001",
    "address": {"line1": "12 rue des Lilas", "postal_code": "75012", "city": "Paris"},
    "covers": [{"contract_ref": "C-17", "benefit_level_ref": "CONFORT", "starts_on": "2024-01-01"}],
}
MEMBER_EXAMPLE: dict[str, Any] = {**PERSON_EXAMPLE, "member_number": "00011234"}
BENEFICIARY_EXAMPLE: dict[str, Any] = {
    "last_name": "Martin",
    "first_name": "Lou",
    "birth_date": "2015-09-01",
    "covers": PERSON_EXAMPLE["covers"],
    "member_ref": "M-1",
    "relationship": "child",
    "rank": 2,
}

Name = Annotated[Line, StringConstraints(max_length=120)]
Phone = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")]
"""An E.164 number: `+33639980001`."""
AmoOrganism = Annotated[str, StringConstraints(pattern=r"^[0-9]{9}$")]
"""Statutory fund: régime 2, caisse 3, centre 4 digits."""
MemberNumber = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,16}$")]


def _valid_nir(text: str) -> str:
    try:
        return parse_nir(text)
    except InvalidNir:
        raise PydanticCustomError("invalid_nir", "not a NIR") from None


Nir = Annotated[
    str,
    AfterValidator(_valid_nir),
    WithJsonSchema({"type": "string", "examples": ["295109912611193"]}),
]
"""13 characters and the two-digit key."""


CardPayload = Annotated[str, StringConstraints(max_length=2000, pattern=BASE64)]
DependentRelationship = Literal[
    Relationship.SPOUSE, Relationship.CIVIL_PARTNER, Relationship.COHABITANT, Relationship.CHILD
]


class Address(Body):
    """A postal address."""

    line1: Line
    """Number and street."""
    line2: Line | None = None
    """Building, floor, care of; null or left out when there is none."""
    postal_code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z -]{2,10}$")]
    """2 to 10 digits, capital letters, spaces and dashes."""
    city: Line
    """Town or commune, as letters are addressed."""
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "FR"
    """ISO 3166-1 code of the country, two capital letters."""


def _never_null(schema: dict[str, Any]) -> None:
    del schema["default"]
    schema |= schema.pop("anyOf")[0]


OptionalAddress = Annotated[Address | None, Field(json_schema_extra=_never_null)]
"""Left out when unknown; null is taken for that, and not documented: generators misread it."""


class CoverFeed(Body):
    """One period under one contract at one level; the list is the whole history."""

    contract_ref: Reference
    """A contract sent before, by its reference."""
    benefit_level_ref: Reference
    """A benefit level sent before, by its reference."""
    starts_on: IsoDate
    """First day covered at this level."""
    terminated_on: IsoDate | None = None
    """Day of termination; the portfolio says whether cover goes on to the end of the month."""
    termination_reason: Line | None = None
    """Why cover ends, in the partner's words; null or left out when it does not."""

    @field_validator("terminated_on")
    @classmethod
    def _ends_after_it_starts(cls, value: date | None, info: ValidationInfo) -> date | None:
        return not_before(value, info.data.get("starts_on"))


class PersonFeed(Body):
    """What is sent of every covered person."""

    last_name: Name
    """Family name in use."""
    first_name: Name
    """First name in use."""
    birth_date: IsoDate
    """Between 1900-01-01 and today."""
    nir: Nir | None = None
    """Social security number with its key, 15 characters; spaces, dots and dashes are taken off.
    Null for whoever has none."""
    amo_organism: AmoOrganism | None = None
    """Statutory fund, nine digits: scheme 2, fund 3, centre 4; null when unknown."""
    email: Email | None = None
    """Where messages go; a new member's receives the invitation. Null when unknown."""
    phone: Phone | None = None
    """An E.164 number, `+33639980001`; a mobile one receives codes. Null when unknown."""
    address: OptionalAddress = None
    card_payload: CardPayload | None = None
    """Base64 of the opaque DataMatrix payload of the card, as the administrator supplies it."""
    covers: Annotated[list[CoverFeed], Field(min_length=1, max_length=50)]
    """Every period the person was, is or will be covered, not the latest alone; what is left out is
    deleted. Periods under one contract share no day."""


class MemberFeed(PersonFeed):
    """The member. A new one with an e-mail is invited to the member space."""

    model_config = ConfigDict(json_schema_extra={"examples": [MEMBER_EXAMPLE]})

    member_number: MemberNumber
    """Number with the insurer (*numéro d'adhérent*), 1 to 16 letters and digits; printed on the
    card."""


class BeneficiaryFeed(PersonFeed):
    """A dependent of a member."""

    model_config = ConfigDict(json_schema_extra={"examples": [BENEFICIARY_EXAMPLE]})

    member_ref: Reference
    """The member of the family, sent before; it does not change."""
    relationship: DependentRelationship
    """How the person is related to the member."""
    rank: Annotated[StrictInt, Field(ge=2, le=99)]
    """Rank on the card; the member is 1."""


class MemberImportLine(MemberFeed):
    """A line of an import of members."""

    ref: Reference
    """The partner's own reference: what the address of the PUT bears."""


class BeneficiaryImportLine(BeneficiaryFeed):
    """A line of an import of beneficiaries."""

    ref: Reference
    """The partner's own reference: what the address of the PUT bears."""
