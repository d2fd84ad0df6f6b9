"""Who of a family a signed-in person may read: the one place that decides, inside the query.

Everyone reads themself. The member (*assuré*) reads the others as far as the portfolio grants it
for what they are to the family that day; any other account holder reads nobody else. The rights of
the reader are bound as booleans, so that a hot query asks no table more and is compiled once.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, and_, bindparam, case, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.models.beneficiary import Beneficiary
from app.values.family_rights import FamilyKind, FamilyRight
from app.values.principals import CurrentMember
from app.values.relationships import PARTNERS, Relationship

_IN_FAMILY = Beneficiary.member_id == bindparam("family_id")
_IS_MINOR = and_(
    Beneficiary.relationship == Relationship.CHILD,
    Beneficiary.birth_date > bindparam("of_age_if_born_by"),
)
_IS_PARTNER = or_(*(Beneficiary.relationship == partner for partner in PARTNERS))
# Without a last day, nobody left: the comparison is then neither true nor false.
_LEFT = Beneficiary.covered_until < bindparam("left_if_covered_before")


def _by_kind(values: Mapping[FamilyKind, ColumnElement[Any]]) -> ColumnElement[Any]:
    return case(
        (_IS_MINOR, values[FamilyKind.MINOR]),
        (and_(_LEFT, _IS_PARTNER), values[FamilyKind.FORMER_PARTNER]),
        (_LEFT, values[FamilyKind.CEASED]),
        else_=values[FamilyKind.ADULT],
    )


_GRANTS = {(right, kind): f"{right}_of_{kind}" for right in FamilyRight for kind in FamilyKind}
_KIND_OF = select(_by_kind({kind: literal(kind.value) for kind in FamilyKind})).where(
    _IN_FAMILY, Beneficiary.id == bindparam("beneficiary_id")
)


def visible(right: FamilyRight) -> ColumnElement[bool]:
    """Condition on a query that names `beneficiaries`: the reader has this right over the person.

    `reader_parameters` fills it, whatever the right; a query may ask for several.
    """
    granted = {kind: bindparam(_GRANTS[right, kind], type_=Boolean()) for kind in FamilyKind}
    return and_(_IN_FAMILY, or_(Beneficiary.id == bindparam("reader_id"), _by_kind(granted)))


def reader_parameters(member: CurrentMember) -> dict[str, Any]:
    """The parameters of every `visible` for this reader."""
    family = member.family
    return {
        "family_id": member.member_id,
        "reader_id": member.beneficiary_id,
        "of_age_if_born_by": family.of_age_if_born_by,
        "left_if_covered_before": family.left_if_covered_before,
        **{name: right in family.grants.get(kind, ()) for (right, kind), name in _GRANTS.items()},
    }


class VisibilityReader:
    """The read road."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def kind_of(self, member: CurrentMember, beneficiary_id: UUID) -> FamilyKind | None:
        """What a dependent is to the reader's family that day; None when of no such family."""
        parameters = {**reader_parameters(member), "beneficiary_id": beneficiary_id}
        kind = await self._connection.scalar(_KIND_OF, parameters)
        return FamilyKind(kind) if kind else None
