"""Options as partners send them."""

from datetime import date
from typing import Annotated, Any

from pydantic import (
    AnyUrl,
    ConfigDict,
    Field,
    StrictInt,
    UrlConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from app.schemas.base import Body, Line, Reference
from app.schemas.dates import IsoDate
from app.schemas.feeds.amounts import Amount
from app.schemas.feeds.content import Paragraph
from app.schemas.feeds.dates import not_before
from app.values.relationships import Relationship

OPTION_EXAMPLE: dict[str, Any] = {
    "label_fr": "Renfort optique et dentaire",
    "label_en": "Optical and dental boost",
    "description_fr": "De meilleurs remboursements pour les lunettes et les prothèses.",
    "description_en": "Better reimbursement of glasses and prostheses.",
    "ipid_url": "https://documents.example.org/ipid-renfort.pdf",
    "offers": [
        {"contract_ref": "C-17", "benefit_level_ref": "CONFORT", "raised_level_ref": "EXCELLENCE"}
    ],
    "prices": [
        {"relationship": "self", "monthly": "12.50"},
        {"relationship": "child", "monthly": "6.00"},
    ],
    "starts_on": "2026-01-01",
    "notice_days": 10,
    "consent": {
        "version": "2026-01",
        "text_fr": "J’ai lu le document d’information et j’accepte la cotisation.",
        "text_en": "I have read the information document and accept the contribution.",
    },
}


EncryptedUrl = Annotated[AnyUrl, UrlConstraints(allowed_schemes=["https"], max_length=500)]


class OptionOfferFeed(Body):
    """To whom it is offered: whoever is at a level. With the option they are at another one."""

    contract_ref: Reference | None = None
    """A contract sent before, by its reference; null for every contract."""
    benefit_level_ref: Reference
    """The level of those to whom it is offered, by its reference."""
    raised_level_ref: Reference
    """The level at which they are with the option: its guarantees and its card are theirs."""


class OptionPriceFeed(Body):
    """What the option costs for one person."""

    relationship: Relationship
    monthly: Amount
    """Euros a month."""


class OptionConsentFeed(Body):
    """What a member agrees to who subscribes."""

    version: Annotated[Line, Field(max_length=40)]
    """Another one for every other wording: it is kept with the consent."""
    text_fr: Paragraph
    """The text, in French."""
    text_en: Paragraph
    """The text, in English."""


class OptionFeed(Body):
    """An option, its price, and what is agreed to."""

    model_config = ConfigDict(json_schema_extra={"examples": [OPTION_EXAMPLE]})

    label_fr: Line
    """Name in French."""
    label_en: Line
    """Name in English."""
    description_fr: Paragraph
    """What it is for, in French."""
    description_en: Paragraph
    """What it is for, in English."""
    ipid_url: EncryptedUrl
    """Where its standard information document (IPID) is: an `https` address."""
    offers: Annotated[list[OptionOfferFeed], Field(min_length=1, max_length=100)]
    """To whom it is offered; the first that fits somebody holds."""
    prices: Annotated[list[OptionPriceFeed], Field(min_length=1, max_length=5)]
    """One for each relationship that it may cover."""
    starts_on: IsoDate
    """First day on which it can begin."""
    ends_on: IsoDate | None = None
    """Last day on which it can begin; null when there is none."""
    notice_days: Annotated[StrictInt, Field(ge=0, le=365)] = 0
    """Days between asking and the first day, at least. Options begin on the first of a month."""
    consent: OptionConsentFeed

    @field_validator("ends_on")
    @classmethod
    def _ends_after_it_starts(cls, value: date | None, info: ValidationInfo) -> date | None:
        return not_before(value, info.data.get("starts_on"))

    @field_validator("prices")
    @classmethod
    def _one_price_each(cls, value: list[OptionPriceFeed]) -> list[OptionPriceFeed]:
        if len({price.relationship for price in value}) < len(value):
            raise PydanticCustomError("duplicate_relationship", "a relationship has two prices")
        return value


class OptionImportLine(OptionFeed):
    """A line of an import of options."""

    ref: Reference
    """The partner's own reference: what the address of the PUT bears."""
