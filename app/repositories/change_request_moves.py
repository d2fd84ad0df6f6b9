"""Change requests on the write road, for both sides of the counter."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.beneficiary import Beneficiary
from app.models.change_request import ChangeRequest, ChangeRequestDocument, ChangeRequestStep
from app.models.member import Member
from app.repositories.change_requests import ABOUT, READABLE
from app.repositories.visibility import reader_parameters
from app.values.change_requests import OPEN, ChangeRequestKind
from app.values.principals import CurrentMember

_LOCK_ONE = (
    select(ChangeRequest)
    .outerjoin(Beneficiary, ABOUT)
    .where(READABLE, ChangeRequest.id == bindparam("change_request_id"))
    .with_for_update(of=ChangeRequest)
    .execution_options(populate_existing=True)
)
_LOCK_CASE = (
    select(ChangeRequest)
    .where(
        ChangeRequest.portfolio_id == bindparam("portfolio_id"),
        ChangeRequest.id == bindparam("change_request_id"),
    )
    .with_for_update()
    .execution_options(populate_existing=True)
)
# Not its key: what refers to the family, a statement that comes in, need not wait.
_LOCK_FAMILY = (
    select(Member.id).where(Member.id == bindparam("family_id")).with_for_update(key_share=True)
)


class ChangeRequestRepository:
    """The write road. A request is locked before it is moved: of two moves at once the second finds
    what the first one left.
    """

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock_family(self, member: CurrentMember) -> None:
        """Let nobody else open requests of this family until the end of the transaction."""
        await self._session.execute(_LOCK_FAMILY, {"family_id": member.member_id})

    async def list_open(
        self, member: CurrentMember, kind: ChangeRequestKind
    ) -> Sequence[ChangeRequest]:
        """The family's requests of this kind that nobody has decided or withdrawn."""
        question = select(ChangeRequest).where(
            ChangeRequest.member_id == member.member_id,
            ChangeRequest.kind == kind,
            ChangeRequest.state.in_(OPEN),
        )
        return (await self._session.scalars(question)).all()

    async def lock(self, member: CurrentMember, change_request_id: UUID) -> ChangeRequest | None:
        """One that the reader may see, until the end of the transaction."""
        parameters = {**reader_parameters(member), "change_request_id": change_request_id}
        return await self._session.scalar(_LOCK_ONE, parameters)

    async def lock_case(self, portfolio_id: UUID, change_request_id: UUID) -> ChangeRequest | None:
        """One of the portfolio, until the end of the transaction."""
        parameters = {"portfolio_id": portfolio_id, "change_request_id": change_request_id}
        return await self._session.scalar(_LOCK_CASE, parameters)

    async def add(self, request: ChangeRequest) -> None:
        """Keep a new request. Flushes: its documents and its timeline refer to it."""
        self._session.add(request)
        await self._session.flush()

    async def add_step(self, change_request_id: UUID, line: Mapping[str, Any]) -> None:
        """Add a line to its timeline. Flushes, so that who answers reads what was written."""
        self._session.add(ChangeRequestStep(change_request_id=change_request_id, **line))
        await self._session.flush()

    async def ask_documents(
        self, change_request_id: UUID, documents: Sequence[Mapping[str, Any]], now: datetime
    ) -> None:
        """Add documents to those that were asked before."""
        of_request = ChangeRequestDocument.change_request_id == change_request_id
        count = select(func.count()).select_from(ChangeRequestDocument).where(of_request)
        first = await self._session.scalar(count) or 0
        self._session.add_all(
            ChangeRequestDocument(
                change_request_id=change_request_id, position=position, asked_at=now, **document
            )
            for position, document in enumerate(documents, first)
        )

    async def receive_documents(self, change_request_id: UUID, now: datetime) -> None:
        """Nothing that was asked for is due any more."""
        received = update(ChangeRequestDocument).where(
            ChangeRequestDocument.change_request_id == change_request_id,
            ChangeRequestDocument.received_at.is_(None),
        )
        await self._session.execute(received.values(received_at=now))
