"""Options as members read them."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from app.schemas.base import Body, Line, Money, OpaqueId, Page, Read
from app.schemas.dates import IsoDate
from app.values.care_categories import CareCategory
from app.values.options import OptionStatus
from app.values.relationships import Relationship

OPTION_EXAMPLE: dict[str, Any] = {
    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a60",
    "label": "Renfort optique et dentaire",
    "description": "De meilleurs remboursements pour les lunettes et les prothèses.",
    "ipid_url": "https://documents.example.org/ipid-renfort.pdf",
    "earliest_on": "2026-04-01",
    "monthly_price": "12.50",
    "persons": [
        {
            "id": "01985f2e-0000-7c1b-9a53-0f6d1c2b3a4e",
            "first_name": "Camille",
            "last_name": "Martin",
            "relationship": "self",
            "status": "available",
            "monthly_price": "12.50",
            "starts_on": None,
            "change_request_id": None,
        }
    ],
    "upgrades": [
        {
            "level": "Confort",
            "raised_level": "Confort + renfort",
            "gains": [
                {
                    "category": "dental",
                    "category_label": "Dentaire",
                    "code": "crown_free",
                    "label": "Prothèses, honoraires libres",
                    "before": "250 % de la base de remboursement, part de la Sécurité sociale "
                    "comprise.",
                    "after": "350 % de la base de remboursement, part de la Sécurité sociale "
                    "comprise.",
                }
            ],
        }
    ],
    "consent": {
        "version": "2026-01",
        "text": "J’ai lu le document d’information et j’accepte la cotisation.",
    },
}


class OptionPersonRead(Read):
    """Somebody of the family, and where the option stands for them."""

    id: OpaqueId
    """The beneficiary's id, as `beneficiary_ids` takes it."""
    first_name: str
    """First name, as the administrator's file has it."""
    last_name: str
    """Family name, as the administrator's file has it."""
    relationship: Relationship
    status: OptionStatus
    monthly_price: Money
    """Euros a month for this person."""
    starts_on: date | None
    """First day with the option; null until it is validated."""
    change_request_id: OpaqueId | None
    """The request that waits for a decision; null unless `asked`."""


class OptionGainRead(Read):
    """A guarantee that is better with the option."""

    category: CareCategory
    category_label: str
    """The type of care, in the reader's language."""
    code: str
    """Family or basket of acts it pays for."""
    label: str
    """Name to show, in the reader's language."""
    before: str | None
    """What is paid at the present level, in a sentence; null when nothing is."""
    after: str
    """What is paid with the option, in a sentence."""


class OptionUpgradeRead(Read):
    """What the option changes for whoever is at a level."""

    level: str
    """The level without the option."""
    raised_level: str
    """The level with it."""
    gains: list[OptionGainRead]
    """Every guarantee that differs, in the order of the grid."""


class OptionConsentRead(Read):
    """What one agrees to who subscribes."""

    version: str
    """To be sent back with the consent."""
    text: str
    """The text to show, in the reader's language."""


class OptionRead(Read):
    """An option that somebody of the family may have, asked for, or has."""

    model_config = ConfigDict(json_schema_extra={"examples": [OPTION_EXAMPLE]})

    id: OpaqueId
    """The option's id."""
    label: str
    """Name to show, in the reader's language."""
    description: str
    """What it is for, in the reader's language."""
    ipid_url: str
    """Where its standard information document (IPID) is."""
    earliest_on: date | None
    """First day on which it can begin for who asks today; null when it can no longer be asked for.
    """
    monthly_price: Money
    """Euros a month for all those to whom it is `available`."""
    persons: list[OptionPersonRead]
    """By rank: the member first."""
    upgrades: list[OptionUpgradeRead]
    """What it changes, for each level at which somebody of the family is."""
    consent: OptionConsentRead


class OptionPage(Page[OptionRead]):
    """The options, by name."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [OPTION_EXAMPLE], "next_cursor": None}]}
    )


class OptionRequestCreate(Body):
    """The option, who is to have it and from when, and the consent."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "option_id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a60",
                    "beneficiary_ids": ["01985f2e-0000-7c1b-9a53-0f6d1c2b3a4e"],
                    "starts_on": "2026-04-01",
                    "consent": True,
                    "consent_version": "2026-01",
                }
            ]
        }
    )

    option_id: Annotated[str, Field(max_length=60)]
    """The option, by id."""
    beneficiary_ids: Annotated[
        list[Annotated[str, Field(max_length=60)]], Field(min_length=1, max_length=20)
    ]
    """Who is to have it, by id."""
    starts_on: IsoDate
    """The day from which it is wished for: the first of a month, `earliest_on` or later."""
    consent: Literal[True]
    """That the text was read and is agreed to; kept with the moment."""
    consent_version: Annotated[Line, Field(max_length=40)]
    """Which text was shown: `consent.version` of the option."""
