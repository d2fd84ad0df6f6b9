"""Contracts as partners send them."""

from datetime import date
from typing import Annotated, Any

from pydantic import ConfigDict, StrictBool, StringConstraints, ValidationInfo, field_validator

from app.schemas.base import Body, Line, Reference
from app.schemas.dates import IsoDate
from app.schemas.feeds.dates import not_before

CONTRACT_EXAMPLE: dict[str, Any] = {
    "number": "HCR-2024-0117",
    "employer": {"ref": "EMP-17", "name": "Hôtel du Lac", "siret": "12345678200010"},
    "insurer": "Mutuelle Exemple",
    "manager": "Gestion Exemple",
    "responsible": True,
    "amc_number": "12345678",
    "convention_type": "SP",
    "routing_code": "0117",
    "operator": "Viamedis",
    "starts_on": "2024-01-01",
}

Siret = Annotated[str, StringConstraints(pattern=r"^[0-9]{14}$")]
AmcNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]{8,10}$")]


class Employer(Body):
    """The company that subscribed the contract."""

    ref: Reference
    """The partner's own reference of the employer; a token bound to an employer knows no other."""
    name: Line
    """Registered name."""
    siret: Siret | None = None
    """Number of the establishment, 14 digits; null or left out when unknown."""


class ContractFeed(Body):
    """An employer's contract, with what its third-party-payment card prints."""

    model_config = ConfigDict(json_schema_extra={"examples": [CONTRACT_EXAMPLE]})

    number: Annotated[Line, StringConstraints(max_length=40)]
    """Contract number that members know and the card prints."""
    employer: Employer
    insurer: Annotated[Line, StringConstraints(max_length=120)]
    """Who bears the risk; printed on the card."""
    manager: Annotated[Line, StringConstraints(max_length=120)]
    """Who administers the contract on the insurer's behalf; printed on the card."""
    responsible: StrictBool = True
    """Whether it is a *contrat responsable*: the card bears an R."""
    amc_number: AmcNumber
    """The insurer's number for third-party payment (*numéro AMC*), 8 to 10 digits."""
    convention_type: Annotated[Line, StringConstraints(max_length=10)]
    """Code of the agreement providers are paid under (*type de convention*): `SP`."""
    routing_code: Annotated[Line, StringConstraints(max_length=20)]
    """CSR, the secondary routing criterion printed on the card."""
    operator: Annotated[Line, StringConstraints(max_length=60)] | None = None
    """The third-party-payment network that settles with providers; null when there is none."""
    starts_on: IsoDate
    """First day of the contract."""
    ends_on: IsoDate | None = None
    """Last day of the contract, not before `starts_on`; null while it has no end."""

    @field_validator("ends_on")
    @classmethod
    def _ends_after_it_starts(cls, value: date | None, info: ValidationInfo) -> date | None:
        return not_before(value, info.data.get("starts_on"))


class ContractImportLine(ContractFeed):
    """A line of an import of contracts."""

    ref: Reference
    """The partner's own reference: what the address of the PUT bears."""
