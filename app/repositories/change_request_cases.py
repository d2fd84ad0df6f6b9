"""Questions of the claims administrator about change requests: every one of its portfolio.

The work list is in the order of the last move: what was just asked or moved comes last.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from app.database.reading import AnySelect
from app.database.types import UTCDateTime
from app.models.beneficiary import Beneficiary
from app.models.change_request import ChangeRequest
from app.models.contract import Contract
from app.models.member import Member
from app.repositories.base import AFTER_ROW, BEGINNING, AnyRow, Position
from app.repositories.change_requests import COLUMNS, DOCUMENTS_DUE, ChangeRequestFilter

_Asker, _Person = aliased(Beneficiary), aliased(Beneficiary)
_CASES = (
    select(
        *COLUMNS,
        Contract.ref.label("contract_ref"),
        Member.ref.label("member_ref"),
        _Asker.ref.label("asked_by_ref"),
        _Person.ref.label("beneficiary_ref"),
    )
    .join(Contract, Contract.id == ChangeRequest.contract_id)
    .join(Member, Member.id == ChangeRequest.member_id)
    .join(_Asker, _Asker.id == ChangeRequest.asked_by_id)
    .outerjoin(_Person, _Person.id == ChangeRequest.beneficiary_id)
    .where(ChangeRequest.portfolio_id == bindparam("portfolio_id"))
)
_ONE = _CASES.add_columns(ChangeRequest.details_sealed).where(
    ChangeRequest.id == bindparam("change_request_id")
)


class CaseReader:
    """The read road of one portfolio."""

    def __init__(self, connection: AsyncConnection, portfolio_id: UUID) -> None:
        self._connection = connection
        self._portfolio_id = portfolio_id

    async def list_cases(
        self,
        wanted: ChangeRequestFilter,
        moved_after: datetime | None,
        *,
        limit: int,
        after: Position | None = None,
    ) -> Sequence[AnyRow]:
        """Cases by last move, those later than a moment, oldest first, from just above `after`."""
        moment, row_id = after or BEGINNING
        parameters: dict[str, Any] = {
            "portfolio_id": self._portfolio_id,
            "after_moment": moment,
            "after_id": row_id,
            "moved_after": moved_after or BEGINNING[0],
            "limit": limit,
        }
        return (await self._connection.execute(_page(wanted), parameters)).all()

    async def find(self, change_request_id: UUID) -> AnyRow | None:
        """One of them, with its sealed details."""
        parameters = {"portfolio_id": self._portfolio_id, "change_request_id": change_request_id}
        return (await self._connection.execute(_ONE, parameters)).one_or_none()


@lru_cache
def _page(wanted: ChangeRequestFilter) -> AnySelect:
    statement = _CASES.add_columns(DOCUMENTS_DUE).where(
        tuple_(ChangeRequest.updated_at, ChangeRequest.id) > AFTER_ROW,
        ChangeRequest.updated_at > bindparam("moved_after", type_=UTCDateTime()),
    )
    if wanted.kind is not None:
        statement = statement.where(ChangeRequest.kind == wanted.kind)
    if wanted.state is not None:
        statement = statement.where(ChangeRequest.state == wanted.state)
    return statement.order_by(ChangeRequest.updated_at, ChangeRequest.id).limit(bindparam("limit"))
