"""Bank details of the person signed in: read masked, changed at once, and told by e-mail."""

from datetime import datetime
from uuid import UUID

import orjson

from app.errors.authentication import Unauthenticated
from app.gateways.clock import Clock
from app.models.bank_details import BankDetails
from app.repositories.accounts import AccountRepository
from app.repositories.bank_details import BankDetailsReader, BankDetailsRepository
from app.schemas.bank_details import BankDetailsRead, BankDetailsUpdate
from app.security.keyring import Keyring
from app.security.sealed_places import SealedPlace
from app.services import notices
from app.services.audit import AuditRecord, AuditTrail
from app.services.outbox import Outbox
from app.services.portfolios import CurrentPortfolio
from app.services.preconditions import Precondition
from app.values.audit import AuditAction
from app.values.ibans import parse_iban
from app.values.ids import new_id
from app.values.masks import mask_iban
from app.values.outbox import OutboxChannel
from app.values.principals import CurrentMember, RequestOrigin

NONE_GIVEN = BankDetailsRead(holder=None, iban=None, bic=None, updated_at=None)


class BankDetailsService:
    """`getBankDetails`."""

    def __init__(self, details: BankDetailsReader, keyring: Keyring) -> None:
        self._details = details
        self._keyring = keyring

    async def read(self, member: CurrentMember) -> BankDetailsRead:
        """The reader's own, masked."""
        row = await self._details.find(member)
        if row is None:
            return NONE_GIVEN
        return masked(self._keyring, row.id, row.details_sealed, row.updated_at)


class BankDetailsChange:
    """`setBankDetails`, in the request's unit of work."""

    def __init__(
        self,
        accounts: AccountRepository,
        details: BankDetailsRepository,
        outbox: Outbox,
        audit: AuditTrail,
        keyring: Keyring,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._details = details
        self._outbox = outbox
        self._audit = audit
        self._keyring = keyring
        self._clock = clock

    async def set(
        self,
        portfolio: CurrentPortfolio,
        member: CurrentMember,
        body: BankDetailsUpdate,
        precondition: Precondition,
        origin: RequestOrigin,
    ) -> BankDetailsRead:
        """Pay to this account from now on.

        Raises:
            PreconditionRequired: the request does not say which state it changes.
            PreconditionFailed: another device changed them since.
        """
        # Two devices at once: the second one waits here, then finds what the first one left.
        account = await self._accounts.lock(member.account_id)
        if account is None:
            raise Unauthenticated
        details = await self._details.find(member)
        precondition.check(self._read(details))
        details = self._written(details, member, body)
        letter = notices.bank_details_changed(portfolio, account.email)
        self._outbox.post(portfolio.id, OutboxChannel.EMAIL, letter)
        self._audit.record(
            AuditRecord.by(member, AuditAction.BANK_DETAILS_CHANGED, subject_id=details.id), origin
        )
        return self._read(details)

    def _read(self, details: BankDetails | None) -> BankDetailsRead:
        if details is None:
            return NONE_GIVEN
        return masked(self._keyring, details.id, details.details_sealed, details.updated_at)

    def _written(
        self, details: BankDetails | None, member: CurrentMember, body: BankDetailsUpdate
    ) -> BankDetails:
        now, iban = self._clock.now(), parse_iban(body.iban)
        if details is None:
            details = BankDetails(id=new_id(), beneficiary_id=member.beneficiary_id, created_at=now)
            self._details.add(details)
        plain = orjson.dumps({"holder": body.holder, "iban": iban.number, "bic": iban.bic})
        details.details_sealed = self._keyring.seal(plain, SealedPlace.BANK_DETAILS, details.id)
        details.updated_at = now
        return details


def masked(
    keyring: Keyring, details_id: UUID, sealed: bytes, updated_at: datetime
) -> BankDetailsRead:
    """What the sealed details show of themselves."""
    plain = orjson.loads(keyring.open(sealed, SealedPlace.BANK_DETAILS, details_id))
    return BankDetailsRead(
        holder=plain["holder"],
        iban=mask_iban(plain["iban"]),
        bic=plain["bic"],
        updated_at=updated_at,
    )
