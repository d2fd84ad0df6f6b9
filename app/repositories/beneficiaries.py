"""Questions about the people of a family."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.models.beneficiary import Beneficiary
from app.models.teletransmission import Teletransmission
from app.repositories.base import AnyRow
from app.repositories.visibility import reader_parameters, visible
from app.values.family_rights import FamilyRight
from app.values.principals import CurrentMember

_PEOPLE = (
    select(
        Beneficiary.id,
        Beneficiary.first_name,
        Beneficiary.last_name,
        Beneficiary.relationship,
        Beneficiary.rank,
        Beneficiary.birth_date,
        Beneficiary.nir_sealed,
        Beneficiary.amo_organism,
        Beneficiary.email,
        Beneficiary.phone,
        Beneficiary.address,
        Beneficiary.covered_until,
        Teletransmission.state,
        Teletransmission.cause,
    )
    .outerjoin(Teletransmission, Teletransmission.beneficiary_id == Beneficiary.id)
    .where(visible(FamilyRight.CARD))
    .order_by(Beneficiary.rank, Beneficiary.id)
)
_ONE = _PEOPLE.where(Beneficiary.id == bindparam("beneficiary_id"))


class BeneficiaryReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_people(self, member: CurrentMember) -> Sequence[AnyRow]:
        """Everyone whose card the member may see, by rank, with their télétransmission."""
        return (await self._connection.execute(_PEOPLE, reader_parameters(member))).all()

    async def find(self, member: CurrentMember, beneficiary_id: UUID) -> AnyRow | None:
        """One of them."""
        parameters = {**reader_parameters(member), "beneficiary_id": beneficiary_id}
        return (await self._connection.execute(_ONE, parameters)).one_or_none()
