"""Contact details of a family on the write road: the person is locked while they are edited."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.account import Account
from app.models.beneficiary import Beneficiary
from app.models.own_contact import OwnContact
from app.repositories.visibility import reader_parameters, visible
from app.values.family_rights import FamilyRight
from app.values.principals import CurrentMember

_LOCKED = (
    select(Beneficiary)
    .where(visible(FamilyRight.CARD), Beneficiary.id == bindparam("beneficiary_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


class ContactRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock(self, member: CurrentMember, beneficiary_id: UUID) -> Beneficiary | None:
        """A person whose card the member may see, until the end of the transaction."""
        parameters = {**reader_parameters(member), "beneficiary_id": beneficiary_id}
        return await self._session.scalar(_LOCKED, parameters)

    async def has_account(self, beneficiary_id: UUID) -> bool:
        """Whether the person comes in by an account of their own."""
        question = select(Account.id).where(Account.beneficiary_id == beneficiary_id)
        return await self._session.scalar(question) is not None

    async def edits_of(self, beneficiary_id: UUID) -> OwnContact:
        """The edits that stand, empty where nobody edited anything."""
        found = await self._session.get(OwnContact, beneficiary_id)
        if found is None:
            found = OwnContact(beneficiary_id=beneficiary_id, fed={})
            self._session.add(found)
        return found

    async def flush(self) -> None:
        """Have what was edited read by the questions that follow in this unit of work."""
        await self._session.flush()
