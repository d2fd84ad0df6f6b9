"""Questions about contracts and who is covered under them, as lists and certificates state it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.models.beneficiary import Beneficiary
from app.models.benefit_level import BenefitLevel
from app.models.contract import Contract
from app.models.cover import Cover
from app.models.member import Member
from app.repositories.base import AnyRow
from app.repositories.visibility import reader_parameters, visible
from app.values.family_rights import FamilyRight
from app.values.principals import CurrentMember

_COVERS = (
    select(
        Beneficiary.id,
        Beneficiary.ref.label("beneficiary_ref"),
        Beneficiary.first_name,
        Beneficiary.last_name,
        Beneficiary.relationship,
        Beneficiary.rank,
        Beneficiary.birth_date,
        Member.member_number,
        Cover.starts_on,
        Cover.ends_on,
        Cover.terminated_on,
        Cover.termination_reason,
        Contract.id.label("contract_id"),
        Contract.number,
        Contract.employer_name,
        Contract.employer_siret,
        Contract.insurer,
        Contract.manager,
        Contract.responsible,
        Contract.amc_number,
        Contract.operator,
        Contract.starts_on.label("contract_starts_on"),
        Contract.ends_on.label("contract_ends_on"),
        BenefitLevel.id.label("level_id"),
        BenefitLevel.name.label("level_name"),
        BenefitLevel.third_party_payment,
    )
    .join(Member, Member.id == Beneficiary.member_id)
    .join(Cover, Cover.beneficiary_id == Beneficiary.id)
    .join(Contract, Contract.id == Cover.contract_id)
    .join(BenefitLevel, BenefitLevel.id == Cover.benefit_level_id)
    .where(visible(FamilyRight.CARD))
    .order_by(Beneficiary.rank, Beneficiary.id, Cover.starts_on)
)
_COVERS_UNDER_ONE = _COVERS.where(Contract.id == bindparam("contract_id"))


class ContractReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_covers(
        self, member: CurrentMember, contract_id: UUID | None = None
    ) -> Sequence[AnyRow]:
        """The covers of everyone whose card the member may see, under one contract or any, by rank,
        oldest first. Who may know that somebody can be treated may know since when.
        """
        parameters: dict[str, Any] = reader_parameters(member)
        if contract_id is None:
            return (await self._connection.execute(_COVERS, parameters)).all()
        parameters["contract_id"] = contract_id
        return (await self._connection.execute(_COVERS_UNDER_ONE, parameters)).all()
