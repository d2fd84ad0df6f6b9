"""Contracts as members read them: the employer's agreement, who is covered, at which level."""

from datetime import date
from typing import Any

from pydantic import ConfigDict

from app.schemas.base import Money, OpaqueId, Page, Read
from app.values.contracts import ContractStatus
from app.values.relationships import Relationship

LEVEL_EXAMPLE: dict[str, Any] = {"id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a40", "name": "Confort"}
CONTRACT_EXAMPLE: dict[str, Any] = {
    "id": "01985f2e-6d3a-7c1b-9a53-0f6d1c2b3a41",
    "number": "HCR-2024-0117",
    "status": "in_force",
    "employer": {"name": "Hôtel du Lac", "siret": "12345678200010"},
    "insurer": "Mutuelle Exemple",
    "manager": "Gestion Exemple",
    "responsible": True,
    "entered_on": "2024-01-01",
    "ends_on": None,
}


class EmployerRead(Read):
    """The company that subscribed the contract."""

    name: str
    """Registered name."""
    siret: str | None
    """Number of the establishment, 14 digits; null when unknown."""


class LevelRead(Read):
    """A level of cover."""

    id: OpaqueId
    """The level's id."""
    name: str
    """Name members know it by."""


class LevelPeriodRead(Read):
    """A level, and for how long it was the person's."""

    level: LevelRead
    starts_on: date
    """First day at this level."""
    ends_on: date | None
    """Last day at this level; null while it has no end."""


class SubscribedOptionRead(Read):
    """An option that a person has."""

    option_id: OpaqueId
    """The option, by id."""
    label: str
    """Its name, in the reader's language."""
    starts_on: date
    """First day with it."""
    monthly_price: Money
    """Euros a month for this person."""


class CoveredPersonRead(Read):
    """A person under the contract. Whoever left stays readable."""

    id: OpaqueId
    """The beneficiary's id, as `beneficiary_id` takes it."""
    first_name: str
    """First name, as the administrator's file has it."""
    last_name: str
    """Family name, as the administrator's file has it."""
    relationship: Relationship
    status: ContractStatus
    """Of this person's cover."""
    entered_on: date
    """Since when without a gap; a change of level is no new entry."""
    ends_on: date | None
    """Last day covered; null while there is no end."""
    terminated_on: date | None
    """The day of termination (*radiation*) that was announced; null when none was."""
    termination_reason: str | None
    """Why the cover ended, as the administrator's file says it; null when it does not."""
    levels: list[LevelPeriodRead]
    """Every level the person had under this contract, the latest first."""
    options: list[SubscribedOptionRead]
    """The options the person has or will have, the first one first."""


class ContractSummary(Read):
    """A contract in the list."""

    id: OpaqueId
    """The contract's id, as `contract_id` takes it."""
    number: str
    """Contract number, as on the card."""
    status: ContractStatus
    """Of the reader's cover under it; of the family's when the reader has none."""
    employer: EmployerRead
    insurer: str
    """Who bears the risk."""
    manager: str
    """Who administers the contract."""
    responsible: bool
    """Whether it is a *contrat responsable*."""
    entered_on: date
    """When the reader entered it; the first of the family when the reader did not."""
    ends_on: date | None
    """Last day covered; null while there is no end."""


class ContractRead(ContractSummary):
    """A contract, with everyone under it whom the reader may see."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **CONTRACT_EXAMPLE,
                    "amc_number": "12345678",
                    "operator": "Viamedis",
                    "persons": [
                        {
                            "id": "01985f2e-0000-7c1b-9a53-0f6d1c2b3a4e",
                            "first_name": "Camille",
                            "last_name": "Martin",
                            "relationship": "self",
                            "status": "in_force",
                            "entered_on": "2024-01-01",
                            "ends_on": None,
                            "terminated_on": None,
                            "termination_reason": None,
                            "levels": [
                                {
                                    "level": LEVEL_EXAMPLE,
                                    "starts_on": "2024-01-01",
                                    "ends_on": None,
                                }
                            ],
                            "options": [],
                        }
                    ],
                }
            ]
        }
    )

    amc_number: str
    """The insurer's number for third-party payment (*numéro AMC*)."""
    operator: str | None
    """The third-party-payment network; null when there is none."""
    persons: list[CoveredPersonRead]
    """By rank: the member first."""


class ContractPage(Page[ContractSummary]):
    """The contracts, in force first, the one entered last before the others."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [CONTRACT_EXAMPLE], "next_cursor": None}]}
    )
