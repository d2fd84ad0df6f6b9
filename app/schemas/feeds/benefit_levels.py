"""Benefit levels as partners send them."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from app.schemas.base import Body, Line, Reference
from app.schemas.feeds.benefits import BENEFIT_EXAMPLE, BenefitFeed

BENEFIT_LEVEL_EXAMPLE: dict[str, Any] = {
    "name": "Confort",
    "third_party_payment": [
        {"domain": "PHAR", "value": "100 %"},
        {"domain": "HOSP", "value": "PEC"},
    ],
    "benefits": [BENEFIT_EXAMPLE],
}

DomainCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,8}$")]


class ThirdPartyPayment(Body):
    """What the card grants in one domain: `100 %`, `TM`, `PEC` or `NON`."""

    domain: DomainCode
    """Code of the care domain as the card prints it: `PHAR`, `HOSP`."""
    value: Annotated[str, StringConstraints(pattern=r"^(?:[0-9]{1,3} ?%|TM|PEC|NON)$")]
    """A percentage of the base, `TM` (co-payment), `PEC` (prior agreement) or `NON`."""


class BenefitLevelFeed(Body):
    """A level of cover: its third-party-payment grid as it is printed, and its guarantees."""

    model_config = ConfigDict(json_schema_extra={"examples": [BENEFIT_LEVEL_EXAMPLE]})

    name: Annotated[Line, StringConstraints(max_length=120)]
    """What the level is called in the contract."""
    third_party_payment: Annotated[list[ThirdPartyPayment], Field(max_length=40)]
    """One entry for each domain, in the order the card prints them."""
    benefits: Annotated[list[BenefitFeed], Field(max_length=200)] | None = None
    """Every guarantee, in the order members read them; null leaves those that were sent before. A
    code comes twice only for periods that do not overlap."""


class BenefitLevelImportLine(BenefitLevelFeed):
    """A line of an import of benefit levels."""

    ref: Reference
    """The partner's own reference: what the address of the PUT bears."""
