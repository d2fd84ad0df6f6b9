"""Questions about third-party-payment cards."""

from collections.abc import Sequence

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.models.beneficiary import Beneficiary
from app.models.benefit_level import BenefitLevel
from app.models.card import Card
from app.models.contract import Contract
from app.models.cover import Cover
from app.models.member import Member
from app.repositories.base import AnyRow
from app.repositories.visibility import reader_parameters, visible
from app.values.family_rights import FamilyRight
from app.values.principals import CurrentMember

_COVERED_BENEFICIARIES = (
    select(
        Beneficiary.id,
        Beneficiary.last_name,
        Beneficiary.first_name,
        Beneficiary.birth_date,
        Beneficiary.rank,
        Beneficiary.nir_sealed,
        Beneficiary.card_payload_sealed,
        Card.number.label("card_number"),
        Member.member_number,
        Cover.starts_on,
        Cover.ends_on,
        Contract.id.label("contract_id"),
        Contract.number.label("contract_number"),
        Contract.insurer,
        Contract.manager,
        Contract.responsible,
        Contract.amc_number,
        Contract.convention_type,
        Contract.routing_code,
        Contract.operator,
        Contract.starts_on.label("contract_starts_on"),
        Contract.ends_on.label("contract_ends_on"),
        BenefitLevel.third_party_payment,
    )
    .join(Member, Member.id == Beneficiary.member_id)
    .outerjoin(Cover, Cover.beneficiary_id == Beneficiary.id)
    .outerjoin(Contract, Contract.id == Cover.contract_id)
    .outerjoin(
        Card,
        and_(
            Card.beneficiary_id == Beneficiary.id,
            Card.contract_id == Contract.id,
            Card.revoked_at.is_(None),
        ),
    )
    .outerjoin(BenefitLevel, BenefitLevel.id == Cover.benefit_level_id)
    .where(visible(FamilyRight.CARD))
    .order_by(Beneficiary.rank, Beneficiary.id, Cover.starts_on)
)


class CardReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_covered_beneficiaries(self, member: CurrentMember) -> Sequence[AnyRow]:
        """Everyone whose card the member may see, by rank, a row for each cover they have; who has
        none, one row.
        """
        found = await self._connection.execute(_COVERED_BENEFICIARIES, reader_parameters(member))
        return found.all()
