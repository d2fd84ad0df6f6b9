"""The guards that operations use, by the name of what they let people do."""

from typing import Annotated

from fastapi import Depends

from app.dependencies.guards import MemberReads, MemberWrites
from app.values.principals import CurrentMember, MemberPermission

HomeReader = Annotated[CurrentMember, Depends(MemberReads(MemberPermission.HOME_READ))]
ReimbursementsReader = Annotated[
    CurrentMember, Depends(MemberReads(MemberPermission.REIMBURSEMENTS_READ))
]
# Showing a card may write to the audit trail.
CardReader = Annotated[CurrentMember, Depends(MemberWrites(MemberPermission.CARD_READ))]
SessionEnder = Annotated[CurrentMember, Depends(MemberWrites(MemberPermission.SESSIONS_WRITE))]
