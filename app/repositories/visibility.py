"""Who of a family a signed-in person may read: the one place that decides, inside the query.

The member (*assuré*) sees the whole family, any other account holder only themself.
"""

from typing import Any

from sqlalchemy import Boolean, and_, bindparam, or_

from app.models.beneficiary import Beneficiary
from app.values.principals import CurrentMember

VISIBLE = and_(
    Beneficiary.member_id == bindparam("family_id"),
    or_(Beneficiary.id == bindparam("reader_id"), bindparam("sees_family", type_=Boolean())),
)
"""Condition on a query that names `beneficiaries`; `reader_parameters` fills it."""


def reader_parameters(member: CurrentMember) -> dict[str, Any]:
    """The parameters of `VISIBLE` for this person."""
    return {
        "family_id": member.member_id,
        "reader_id": member.beneficiary_id,
        "sees_family": member.sees_family,
    }
