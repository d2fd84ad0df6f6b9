"""Questions of members about change requests.

Who asked reads what they asked for good. Anybody else reads what is about a person whose card they
may see; whom it is about is told under that condition alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from app.database.reading import AnySelect
from app.models.beneficiary import Beneficiary
from app.models.change_request import ChangeRequest, ChangeRequestDocument, ChangeRequestStep
from app.models.contract import Contract
from app.repositories.base import AFTER_ROW, LATEST, AnyRow, Position
from app.repositories.timelines import list_steps, timeline_of
from app.repositories.visibility import reader_parameters, visible
from app.values.change_requests import ChangeRequestKind, ChangeRequestState
from app.values.family_rights import FamilyRight
from app.values.principals import CurrentMember

DOCUMENTS_DUE = (
    select(func.count())
    .where(
        ChangeRequestDocument.change_request_id == ChangeRequest.id,
        ChangeRequestDocument.received_at.is_(None),
    )
    .scalar_subquery()
    .label("documents_due")
)
COLUMNS = (
    ChangeRequest.id,
    ChangeRequest.kind,
    ChangeRequest.state,
    ChangeRequest.contract_id,
    Contract.number.label("contract_number"),
    ChangeRequest.wished_on,
    ChangeRequest.effective_on,
    ChangeRequest.version,
    ChangeRequest.created_at,
    ChangeRequest.updated_at,
)
ABOUT = and_(Beneficiary.id == ChangeRequest.beneficiary_id, visible(FamilyRight.CARD))
READABLE = and_(
    ChangeRequest.member_id == bindparam("family_id"),
    or_(ChangeRequest.asked_by_id == bindparam("reader_id"), Beneficiary.id.is_not(None)),
)
_OF_A_READER = (
    select(
        *COLUMNS,
        ChangeRequest.asked_by_id,
        Beneficiary.id.label("person_id"),
        Beneficiary.first_name,
        Beneficiary.last_name,
    )
    .join(Contract, Contract.id == ChangeRequest.contract_id)
    .outerjoin(Beneficiary, ABOUT)
    .where(READABLE)
)
_ONE = _OF_A_READER.add_columns(ChangeRequest.details_sealed).where(
    ChangeRequest.id == bindparam("change_request_id")
)
_DOCUMENTS = (
    select(
        ChangeRequestDocument.code,
        ChangeRequestDocument.label_fr,
        ChangeRequestDocument.label_en,
        ChangeRequestDocument.asked_at,
        ChangeRequestDocument.received_at,
    )
    .where(ChangeRequestDocument.change_request_id == bindparam("change_request_id"))
    .order_by(ChangeRequestDocument.position)
)
_TIMELINE = timeline_of(ChangeRequestStep, ChangeRequestStep.change_request_id)


@dataclass(frozen=True, slots=True)
class ChangeRequestFilter:
    """Which requests are asked for; what is None is any."""

    kind: ChangeRequestKind | None = None
    state: ChangeRequestState | None = None


class ChangeRequestReader:
    """The read road; the connection of a unit of work shows what that has written so far."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_of(
        self,
        member: CurrentMember,
        wanted: ChangeRequestFilter,
        *,
        limit: int,
        after: Position | None = None,
    ) -> Sequence[AnyRow]:
        """Requests that the reader may see, newest first, from just below `after`."""
        moment, row_id = after or LATEST
        parameters: dict[str, Any] = {
            **reader_parameters(member),
            "after_moment": moment,
            "after_id": row_id,
            "limit": limit,
        }
        statement = _page(wanted)
        return (await self._connection.execute(statement, parameters)).all()

    async def find(self, member: CurrentMember, change_request_id: UUID) -> AnyRow | None:
        """One of them, with its sealed details."""
        parameters = {**reader_parameters(member), "change_request_id": change_request_id}
        return (await self._connection.execute(_ONE, parameters)).one_or_none()

    async def list_documents(self, change_request_id: UUID) -> Sequence[AnyRow]:
        """The documents asked for with a request, in the order they were asked."""
        parameters = {"change_request_id": change_request_id}
        return (await self._connection.execute(_DOCUMENTS, parameters)).all()

    async def list_steps(self, change_request_id: UUID) -> Sequence[AnyRow]:
        """The timeline of a request."""
        return await list_steps(self._connection, _TIMELINE, change_request_id)


@lru_cache
def _page(wanted: ChangeRequestFilter) -> AnySelect:
    statement = _OF_A_READER.add_columns(DOCUMENTS_DUE).where(
        tuple_(ChangeRequest.created_at, ChangeRequest.id) < AFTER_ROW
    )
    if wanted.kind is not None:
        statement = statement.where(ChangeRequest.kind == wanted.kind)
    if wanted.state is not None:
        statement = statement.where(ChangeRequest.state == wanted.state)
    return statement.order_by(ChangeRequest.created_at.desc(), ChangeRequest.id.desc()).limit(
        bindparam("limit")
    )
