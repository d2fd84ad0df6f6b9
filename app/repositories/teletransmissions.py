"""Questions about télétransmission, on the write road: the person is locked while it moves."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.beneficiary import Beneficiary
from app.models.teletransmission import Teletransmission, TeletransmissionChange
from app.repositories.visibility import reader_parameters, visible
from app.values.audit import ActorKind
from app.values.family_rights import FamilyRight
from app.values.ids import new_id
from app.values.principals import CurrentMember
from app.values.teletransmissions import TeletransmissionCause, TeletransmissionState

_VISIBLE = (
    select(Beneficiary.id)
    .where(visible(FamilyRight.CARD), Beneficiary.id == bindparam("beneficiary_id"))
    .with_for_update()
)


class TeletransmissionRepository:
    """The write road."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock_person(self, member: CurrentMember, beneficiary_id: UUID) -> bool:
        """Lock the person until the end of the transaction; False when the member sees none."""
        parameters = {**reader_parameters(member), "beneficiary_id": beneficiary_id}
        return await self._session.scalar(_VISIBLE, parameters) is not None

    async def find(self, beneficiary_id: UUID) -> Teletransmission | None:
        """The link of a person, as it stands."""
        question = select(Teletransmission).where(Teletransmission.beneficiary_id == beneficiary_id)
        return await self._session.scalar(question)

    def move(
        self,
        link: Teletransmission | None,
        beneficiary_id: UUID,
        state: TeletransmissionState,
        cause: TeletransmissionCause | None,
        by: ActorKind,
        now: datetime,
    ) -> None:
        """Put the link of a person where it goes, and add a line to its history."""
        if link is None:
            link = Teletransmission(beneficiary_id=beneficiary_id, created_at=now)
            self._session.add(link)
        link.state, link.cause = state, cause
        link.since = link.updated_at = now
        self._session.add(
            TeletransmissionChange(
                id=new_id(),
                beneficiary_id=beneficiary_id,
                at=now,
                actor_kind=by,
                state=state,
                cause=cause,
            )
        )
