"""Asking for somebody to be added to the family."""

from typing import Annotated, Any

from pydantic import MISSING, ConfigDict, Field

from app.schemas.base import Body
from app.schemas.dates import IsoDate
from app.schemas.feeds.people import DependentRelationship, Name, Nir
from app.values.additions import ChildSituation

NEWCOMER_EXAMPLE: dict[str, Any] = {
    "relationship": "child",
    "first_name": "Lou",
    "last_name": "Martin",
    "birth_date": "2026-02-20",
    "starts_on": "2026-02-20",
}


class BeneficiaryCreate(Body):
    """The person to be added, and from when."""

    model_config = ConfigDict(json_schema_extra={"examples": [NEWCOMER_EXAMPLE]})

    relationship: DependentRelationship
    """How the person is related to the member."""
    first_name: Name
    """First name, as on their papers."""
    last_name: Name
    """Family name in use."""
    birth_date: IsoDate
    """Date of birth."""
    nir: Nir | None = None
    """Social security number with its key; null or left out while the person has none, as a newborn
    child."""
    situation: ChildSituation | MISSING = MISSING
    """What a child of 18 or over does; for children only."""
    united_on: IsoDate | None = None
    """Day of the marriage or civil partnership, which lets cover begin in the past; null or left
    out for anybody else, and when cover begins today or later."""
    starts_on: IsoDate
    """First day of cover that is wished for."""
    contract_id: Annotated[str | None, Field(max_length=60)] = None
    """The contract, by id; null or left out: the one in force that day, of several the one entered
    last."""
