"""Contracts and benefit levels as partners send them."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from app.schemas.base import Body, Line, Reference

Siret = Annotated[str, StringConstraints(pattern=r"^\d{14}$")]
AmcNumber = Annotated[str, StringConstraints(pattern=r"^\d{8,10}$")]
DomainCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,8}$")]


class Employer(Body):
    """The company that subscribed the contract."""

    ref: Reference
    name: Line
    siret: Siret | None = None


class ContractFeed(Body):
    """An employer's contract, with what its third-party-payment card prints."""

    number: Annotated[Line, StringConstraints(max_length=40)]
    employer: Employer
    insurer: Annotated[Line, StringConstraints(max_length=120)]
    manager: Annotated[Line, StringConstraints(max_length=120)]
    responsible: bool = True
    """Whether it is a *contrat responsable*: the card bears an R."""
    amc_number: AmcNumber
    convention_type: Annotated[Line, StringConstraints(max_length=10)]
    routing_code: Annotated[Line, StringConstraints(max_length=20)]
    """CSR, the secondary routing criterion printed on the card."""
    operator: Annotated[Line, StringConstraints(max_length=60)] | None = None
    starts_on: date
    ends_on: date | None = None


class ThirdPartyPayment(Body):
    """What the card grants in one domain: `100 %`, `TM`, `PEC` or `NON`."""

    domain: DomainCode
    value: Annotated[str, StringConstraints(pattern=r"^(?:\d{1,3} ?%|TM|PEC|NON)$")]


class BenefitLevelFeed(Body):
    """A level of cover and its third-party-payment grid, in the order it is printed."""

    name: Annotated[Line, StringConstraints(max_length=120)]
    third_party_payment: Annotated[tuple[ThirdPartyPayment, ...], Field(max_length=40)]
