"""The guards that operations use, by the name of what they let people do."""

from typing import Annotated

from fastapi import Depends

from app.dependencies.guards import MemberReads, MemberWrites, PartnerGuard
from app.values.principals import CurrentMember, CurrentPartner, MemberPermission, PartnerScope

HomeReader = Annotated[CurrentMember, Depends(MemberReads(MemberPermission.HOME_READ))]
ReimbursementsReader = Annotated[
    CurrentMember, Depends(MemberReads(MemberPermission.REIMBURSEMENTS_READ))
]
# Showing a card may write to the audit trail.
CardReader = Annotated[CurrentMember, Depends(MemberWrites(MemberPermission.CARD_READ))]
SessionEnder = Annotated[CurrentMember, Depends(MemberWrites(MemberPermission.SESSIONS_WRITE))]

TokenReader = Annotated[CurrentPartner, Depends(PartnerGuard(PartnerScope.TOKEN_READ))]
ContractsWriter = Annotated[CurrentPartner, Depends(PartnerGuard(PartnerScope.CONTRACTS_WRITE))]
BenefitLevelsWriter = Annotated[
    CurrentPartner, Depends(PartnerGuard(PartnerScope.BENEFIT_LEVELS_WRITE))
]
MembersWriter = Annotated[CurrentPartner, Depends(PartnerGuard(PartnerScope.MEMBERS_WRITE))]
BeneficiariesWriter = Annotated[
    CurrentPartner, Depends(PartnerGuard(PartnerScope.BENEFICIARIES_WRITE))
]
StatementsWriter = Annotated[CurrentPartner, Depends(PartnerGuard(PartnerScope.STATEMENTS_WRITE))]
ImportsReader = Annotated[CurrentPartner, Depends(PartnerGuard(PartnerScope.IMPORTS_READ))]
