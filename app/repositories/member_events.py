"""Questions of members about events: those of their family, as far as their rights go."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from app.models.beneficiary import Beneficiary
from app.models.event import Event
from app.repositories.base import AnyRow
from app.repositories.visibility import reader_parameters, visible
from app.values.events import READABLE_BY
from app.values.family_rights import FamilyRight
from app.values.principals import CurrentMember

_RELATIVE = aliased(Beneficiary)


def _readable_by(right: FamilyRight) -> ColumnElement[bool]:
    kinds = sorted(kind for kind, needed in READABLE_BY.items() if needed is right)
    return and_(Event.kind.in_(kinds), visible(right))


_READABLE: ColumnElement[bool] = reduce(
    or_,
    map(_readable_by, sorted(set(READABLE_BY.values()))),
    Event.addressee_id == bindparam("reader_id"),
)
# The addressee is of the family that an event is about: the family's own index is walked, not the
# feed of the portfolio.
_OF_A_READER = (
    select(Event.position, Event.id, Event.kind, Event.subject_id, Event.occurred_at)
    .outerjoin(Beneficiary, Beneficiary.id == Event.about_id)
    .where(
        Event.addressee_id.in_(
            select(_RELATIVE.id).where(_RELATIVE.member_id == bindparam("family_id"))
        ),
        Event.position > bindparam("after"),
        _READABLE,
    )
    .order_by(Event.position)
    .limit(bindparam("limit"))
)


class MemberEventReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_for(self, member: CurrentMember, *, after: int, limit: int) -> Sequence[AnyRow]:
        """Events that the reader may learn of, by position, from just above `after`."""
        parameters: dict[str, Any] = {**reader_parameters(member), "after": after, "limit": limit}
        return (await self._connection.execute(_OF_A_READER, parameters)).all()
