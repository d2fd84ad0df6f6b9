"""Questions about bank details: each person has, and reads, their own alone."""

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models.bank_details import BankDetails
from app.repositories.base import AnyRow
from app.values.principals import CurrentMember

_OWN = select(BankDetails.id, BankDetails.details_sealed, BankDetails.updated_at).where(
    BankDetails.beneficiary_id == bindparam("beneficiary_id")
)
_ENTITY = select(BankDetails).where(BankDetails.beneficiary_id == bindparam("beneficiary_id"))


class BankDetailsReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, member: CurrentMember) -> AnyRow | None:
        """Those of the person signed in, sealed."""
        parameters = {"beneficiary_id": member.beneficiary_id}
        return (await self._connection.execute(_OWN, parameters)).one_or_none()


class BankDetailsRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, member: CurrentMember) -> BankDetails | None:
        """Those of the person signed in; whoever changes them has locked the account."""
        return await self._session.scalar(_ENTITY, {"beneficiary_id": member.beneficiary_id})

    def add(self, details: BankDetails) -> None:
        """Keep the first ones of a person."""
        self._session.add(details)
