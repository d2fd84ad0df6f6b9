"""The guards that operations use, by the name of what they let people do."""

from typing import Annotated

from fastapi import Depends

from app.dependencies.guards import MemberReads, MemberWrites, PartnerGuard
from app.values.principals import CurrentMember, CurrentPartner, MemberPermission, PartnerScope

MayReadHome = Annotated[CurrentMember, Depends(MemberReads(MemberPermission.HOME_READ))]
MayReadReimbursements = Annotated[
    CurrentMember, Depends(MemberReads(MemberPermission.REIMBURSEMENTS_READ))
]
# Handing a document out writes to the audit trail.
MayPrintStatements = Annotated[
    CurrentMember, Depends(MemberWrites(MemberPermission.REIMBURSEMENTS_READ))
]
MayPrintCertificates = Annotated[
    CurrentMember, Depends(MemberWrites(MemberPermission.CERTIFICATES_READ))
]
MayPrintBenefits = Annotated[CurrentMember, Depends(MemberWrites(MemberPermission.BENEFITS_READ))]
MayReadCertificates = Annotated[
    CurrentMember, Depends(MemberReads(MemberPermission.CERTIFICATES_READ))
]
# Showing a card may write to the audit trail.
MayReadCard = Annotated[CurrentMember, Depends(MemberWrites(MemberPermission.CARD_READ))]
MayReadContracts = Annotated[CurrentMember, Depends(MemberReads(MemberPermission.CONTRACTS_READ))]
MayReadBeneficiaries = Annotated[
    CurrentMember, Depends(MemberReads(MemberPermission.BENEFICIARIES_READ))
]
MayChangeBeneficiaries = Annotated[
    CurrentMember, Depends(MemberWrites(MemberPermission.BENEFICIARIES_WRITE))
]
MayReadNir = Annotated[
    CurrentMember, Depends(MemberWrites(MemberPermission.NIR_READ, fresh=True, settled=True))
]
MayReadChangeRequests = Annotated[
    CurrentMember, Depends(MemberReads(MemberPermission.CHANGE_REQUESTS_READ))
]
MayWithdrawChangeRequest = Annotated[
    CurrentMember, Depends(MemberWrites(MemberPermission.CHANGE_REQUESTS_WRITE))
]
MayReadProfile = Annotated[CurrentMember, Depends(MemberReads(MemberPermission.PROFILE_READ))]
MayChangeProfile = Annotated[CurrentMember, Depends(MemberWrites(MemberPermission.PROFILE_WRITE))]
MayReadMessages = Annotated[CurrentMember, Depends(MemberReads(MemberPermission.MESSAGES_READ))]
MayWriteMessages = Annotated[CurrentMember, Depends(MemberWrites(MemberPermission.MESSAGES_WRITE))]
MayReadInbox = Annotated[CurrentMember, Depends(MemberReads(MemberPermission.REQUESTS_READ))]
MayRequestOption = Annotated[CurrentMember, Depends(MemberWrites(MemberPermission.OPTIONS_WRITE))]
MayReadOptions = Annotated[CurrentMember, Depends(MemberReads(MemberPermission.OPTIONS_READ))]
MayReadBenefits = Annotated[CurrentMember, Depends(MemberReads(MemberPermission.BENEFITS_READ))]
MayReplaceCard = Annotated[CurrentMember, Depends(MemberWrites(MemberPermission.CARD_WRITE))]
MayReadSessions = Annotated[CurrentMember, Depends(MemberReads(MemberPermission.SESSIONS_READ))]
MayEndSession = Annotated[CurrentMember, Depends(MemberWrites(MemberPermission.SESSIONS_WRITE))]
MayReadActivity = Annotated[CurrentMember, Depends(MemberReads(MemberPermission.ACTIVITY_READ))]
MayFollowEvents = Annotated[CurrentMember, Depends(MemberReads(MemberPermission.EVENTS_READ))]
MayReadProviders = Annotated[CurrentMember, Depends(MemberReads(MemberPermission.PROVIDERS_READ))]
MayReadBankDetails = Annotated[
    CurrentMember, Depends(MemberReads(MemberPermission.BANK_DETAILS_READ))
]
MayChangeBankDetails = Annotated[
    CurrentMember,
    Depends(MemberWrites(MemberPermission.BANK_DETAILS_WRITE, fresh=True, settled=True)),
]
MayReadDataExports = Annotated[
    CurrentMember, Depends(MemberReads(MemberPermission.DATA_EXPORTS_READ))
]
MayExportData = Annotated[
    CurrentMember,
    Depends(MemberWrites(MemberPermission.DATA_EXPORTS_WRITE, fresh=True, settled=True)),
]
MayReadSecurity = Annotated[CurrentMember, Depends(MemberReads(MemberPermission.SECURITY_READ))]
MayStepUp = Annotated[CurrentMember, Depends(MemberWrites(MemberPermission.SECURITY_READ))]
MayChangeSecurity = Annotated[
    CurrentMember, Depends(MemberWrites(MemberPermission.SECURITY_WRITE, fresh=True))
]
MayChangeEmail = Annotated[
    CurrentMember, Depends(MemberWrites(MemberPermission.SECURITY_WRITE, fresh=True, settled=True))
]

MayReadToken = Annotated[CurrentPartner, Depends(PartnerGuard(PartnerScope.TOKEN_READ))]
MayReadEvents = Annotated[CurrentPartner, Depends(PartnerGuard(PartnerScope.EVENTS_READ))]
MayReadWebhooks = Annotated[CurrentPartner, Depends(PartnerGuard(PartnerScope.WEBHOOKS_READ))]
MayChangeWebhooks = Annotated[CurrentPartner, Depends(PartnerGuard(PartnerScope.WEBHOOKS_WRITE))]
MayReadCases = Annotated[CurrentPartner, Depends(PartnerGuard(PartnerScope.CHANGE_REQUESTS_READ))]
MayDecideCases = Annotated[
    CurrentPartner, Depends(PartnerGuard(PartnerScope.CHANGE_REQUESTS_DECIDE))
]
MayReadCaseNirs = Annotated[CurrentPartner, Depends(PartnerGuard(PartnerScope.NIR_READ))]
MayReadThreadCases = Annotated[CurrentPartner, Depends(PartnerGuard(PartnerScope.MESSAGES_READ))]
MayAnswerThreads = Annotated[CurrentPartner, Depends(PartnerGuard(PartnerScope.MESSAGES_WRITE))]
