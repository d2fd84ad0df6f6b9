"""Benefit levels as partners send them."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from app.schemas.base import Body, Line, Reference

BENEFIT_LEVEL_EXAMPLE: dict[str, Any] = {
    "name": "Confort",
    "third_party_payment": [
        {"domain": "PHAR", "value": "100 %"},
        {"domain": "HOSP", "value": "PEC"},
    ],
}

DomainCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,8}$")]


class ThirdPartyPayment(Body):
    """What the card grants in one domain: `100 %`, `TM`, `PEC` or `NON`."""

    domain: DomainCode
    """Code of the care domain as the card prints it: `PHAR`, `HOSP`."""
    value: Annotated[str, StringConstraints(pattern=r"^(?:[0-9]{1,3} ?%|TM|PEC|NON)$")]
    """A percentage of the base, `TM` (co-payment), `PEC` (prior agreement) or `NON`."""


class BenefitLevelFeed(Body):
    """A level of cover and its third-party-payment grid, in the order it is printed."""

    model_config = ConfigDict(json_schema_extra={"examples": [BENEFIT_LEVEL_EXAMPLE]})

    name: Annotated[Line, StringConstraints(max_length=120)]
    """What the level is called in the contract."""
    third_party_payment: Annotated[list[ThirdPartyPayment], Field(max_length=40)]
    """One entry for each domain, in the order the card prints them."""


class BenefitLevelImportLine(BenefitLevelFeed):
    """A line of an import of benefit levels."""

    ref: Reference
    """The partner's own reference: what the address of the PUT bears."""
