"""Questions about covers under one contract, as certificates state them."""

from collections.abc import Sequence
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

_COVERS_UNDER_A_CONTRACT = (
    select(
        Beneficiary.id,
        Beneficiary.last_name,
        Beneficiary.first_name,
        Beneficiary.birth_date,
        Beneficiary.relationship,
        Member.member_number,
        Cover.starts_on,
        Cover.ends_on,
        Cover.termination_reason,
        Contract.id.label("contract_id"),
        Contract.number.label("contract_number"),
        Contract.employer_name,
        Contract.insurer,
        Contract.manager,
        Contract.responsible,
        Contract.starts_on.label("contract_starts_on"),
        Contract.ends_on.label("contract_ends_on"),
        BenefitLevel.name.label("level"),
        BenefitLevel.third_party_payment,
    )
    .join(Member, Member.id == Beneficiary.member_id)
    .join(Cover, Cover.beneficiary_id == Beneficiary.id)
    .join(Contract, Contract.id == Cover.contract_id)
    .join(BenefitLevel, BenefitLevel.id == Cover.benefit_level_id)
    .where(visible(FamilyRight.CARD), Contract.id == bindparam("contract_id"))
    .order_by(Beneficiary.rank, Beneficiary.id, Cover.starts_on)
)


class CertificateReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_covers(self, member: CurrentMember, contract_id: UUID) -> Sequence[AnyRow]:
        """The covers under the contract of everyone whose card the reader may see, by rank, oldest
        first. Who may know that somebody can be treated may know since when.
        """
        parameters = {**reader_parameters(member), "contract_id": contract_id}
        return (await self._connection.execute(_COVERS_UNDER_A_CONTRACT, parameters)).all()
