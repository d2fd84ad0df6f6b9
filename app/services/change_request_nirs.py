"""The full NIR of whom a request would add, for the administrator who takes the person on."""

from uuid import UUID

from app.errors.beneficiaries import NirUnknown
from app.errors.change_requests import ChangeRequestNotFound
from app.repositories.accounts import AccountRepository
from app.repositories.change_request_moves import ChangeRequestRepository
from app.schemas.beneficiaries import NirDisclosureRead
from app.security.keyring import Keyring
from app.services.audit import AuditRecord, AuditTrail
from app.services.change_request_file import open_details
from app.values.audit import ActorKind, AuditAction, AuditResult
from app.values.change_requests import ChangeRequestKind
from app.values.principals import CurrentPartner, RequestOrigin


class CaseNirDisclosure:
    """`discloseChangeRequestNir`: the number, and a trace that is written with it or not at all."""

    def __init__(
        self,
        requests: ChangeRequestRepository,
        accounts: AccountRepository,
        keyring: Keyring,
        audit: AuditTrail,
    ) -> None:
        self._requests = requests
        self._accounts = accounts
        self._keyring = keyring
        self._audit = audit

    async def disclose(
        self, partner: CurrentPartner, change_request_id: UUID, origin: RequestOrigin
    ) -> NirDisclosureRead:
        """The number that the member gave, told in the activity of whoever asked.

        Raises:
            ChangeRequestNotFound: none of this portfolio.
            NirUnknown: it adds nobody, or the member gave no number.
        """
        request = await self._requests.lock_case(partner.portfolio_id, change_request_id)
        if request is None:
            raise ChangeRequestNotFound
        if request.kind is not ChangeRequestKind.ADD_BENEFICIARY:
            raise NirUnknown
        details = open_details(self._keyring, request.id, request.kind, request.details_sealed)
        if details.nir is None:
            raise NirUnknown
        account = await self._accounts.find_of_beneficiary(request.asked_by_id)
        self._audit.record(
            AuditRecord(
                action=AuditAction.NIR_DISCLOSED,
                result=AuditResult.SUCCEEDED,
                actor_kind=ActorKind.PARTNER,
                portfolio_id=partner.portfolio_id,
                actor_id=partner.token_id,
                account_id=account.id if account else None,
                subject_id=request.id,
            ),
            origin,
        )
        return NirDisclosureRead(nir=details.nir)
