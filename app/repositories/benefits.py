"""Questions about the guarantees of a cover, and about tariffs.

Both are read by the hot simulation: statements are made once, cells come in the order of the fields
of `Benefit` and `Tariff`.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Label, String, bindparam, cast, or_, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from app.database.reading import fetch_all
from app.models.beneficiary import Beneficiary
from app.models.benefit import Benefit as BenefitModel
from app.models.benefit_level import BenefitLevel
from app.models.contract import Contract
from app.models.cover import Cover
from app.models.tariff import Tariff as TariffModel
from app.repositories.visibility import reader_parameters, visible
from app.values.benefits import Benefit
from app.values.family_rights import FamilyRight
from app.values.principals import CurrentMember
from app.values.tariffs import Tariff

CODES = frozenset({"category", "form", "kind", "unit", "deduction"})
"""Columns read as the texts that the database keeps."""
DOCUMENTS = frozenset({"months_by_age"})
"""Columns read as JSON in a text."""


class CoveredPerson(NamedTuple):
    """A person with one of their covers; who has none has no `contract_id`."""

    id: UUID
    first_name: str
    last_name: str
    birth_date: date
    contract_id: UUID | None
    contract_number: str | None
    responsible: bool | None
    contract_starts_on: date | None
    contract_ends_on: date | None
    starts_on: date | None
    ends_on: date | None
    benefit_level_id: UUID | None
    level_name: str | None
    third_party_payment: Sequence[Any] = ()
    """Not read: nobody is shown a card."""


def _cell(model: Any, name: str) -> Label[Any]:
    column = getattr(model, name)
    if name in DOCUMENTS:
        return cast(column, String).label(name)
    return (type_coerce(column, String) if name in CODES else column).label(name)


def cells(model: Any, names: Sequence[str]) -> list[Label[Any]]:
    """The columns of a model, in the order and in the plain types of a tuple of ours."""
    return [_cell(model, name) for name in names]


_COVERS = (
    select(
        Beneficiary.id,
        Beneficiary.first_name,
        Beneficiary.last_name,
        Beneficiary.birth_date,
        Contract.id.label("contract_id"),
        Contract.number.label("contract_number"),
        Contract.responsible,
        Contract.starts_on.label("contract_starts_on"),
        Contract.ends_on.label("contract_ends_on"),
        Cover.starts_on,
        Cover.ends_on,
        BenefitLevel.id.label("benefit_level_id"),
        BenefitLevel.name.label("level_name"),
    )
    .outerjoin(Cover, Cover.beneficiary_id == Beneficiary.id)
    .outerjoin(Contract, Contract.id == Cover.contract_id)
    .outerjoin(BenefitLevel, BenefitLevel.id == Cover.benefit_level_id)
)
_COVERS_OF_FAMILY = _COVERS.where(visible(FamilyRight.CARD)).order_by(
    Beneficiary.rank, Beneficiary.id, Cover.starts_on
)
# What is left of entitlements tells of each act that was had: as much as the lines do.
_COVERS_OF_PERSON = _COVERS.where(
    visible(FamilyRight.LINES), Beneficiary.id == bindparam("beneficiary_id")
).order_by(Cover.starts_on)
_BENEFITS = (
    select(*cells(BenefitModel, Benefit._fields))
    .where(
        BenefitModel.benefit_level_id == bindparam("benefit_level_id"),
        or_(BenefitModel.starts_on.is_(None), BenefitModel.starts_on <= bindparam("day")),
        or_(BenefitModel.ends_on.is_(None), BenefitModel.ends_on >= bindparam("day")),
    )
    .order_by(BenefitModel.position)
)
# One that ended comes too: it hides those of its code that began before it.
_TARIFFS = (
    select(*cells(TariffModel, Tariff._fields))
    .where(
        TariffModel.portfolio_id == bindparam("portfolio_id"),
        TariffModel.starts_on <= bindparam("day"),
    )
    .order_by(TariffModel.position, TariffModel.code, TariffModel.starts_on)
)


class BenefitReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_covers_of_family(self, member: CurrentMember) -> list[CoveredPerson]:
        """Everyone whose cover the member may see, by rank, a row for each cover."""
        rows = await fetch_all(self._connection, _COVERS_OF_FAMILY, reader_parameters(member))
        return [CoveredPerson(*row) for row in rows]

    async def list_covers_of(
        self, member: CurrentMember, beneficiary_id: UUID
    ) -> list[CoveredPerson]:
        """One person's covers, if the member may read their lines; who has none, one row."""
        parameters = {**reader_parameters(member), "beneficiary_id": beneficiary_id}
        rows = await fetch_all(self._connection, _COVERS_OF_PERSON, parameters)
        return [CoveredPerson(*row) for row in rows]

    async def list_benefits(self, benefit_level_id: UUID, day: date) -> list[Benefit]:
        """The guarantees of a level on that day, in the order members read them."""
        parameters = {"benefit_level_id": benefit_level_id, "day": day}
        rows = await fetch_all(self._connection, _BENEFITS, parameters)
        return [Benefit(*row) for row in rows]

    async def list_tariffs(self, portfolio_id: UUID, day: date) -> list[Tariff]:
        """The tariffs that had begun by that day, those of one code oldest first."""
        parameters = {"portfolio_id": portfolio_id, "day": day}
        rows = await fetch_all(self._connection, _TARIFFS, parameters)
        return [Tariff(*row) for row in rows]
