"""Contact details that a family edits of its people; what the feed sends later is weighed there."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.errors.contacts import ContactIsProved
from app.repositories.contacts import ContactRepository
from app.schemas.beneficiaries import BeneficiaryRead
from app.schemas.contacts import BeneficiaryUpdate
from app.services.audit import AuditRecord, AuditTrail
from app.services.beneficiaries import BeneficiaryService
from app.services.preconditions import Precondition
from app.values.audit import AuditAction
from app.values.principals import CurrentMember, RequestOrigin

PROVED = {"email", "phone"}
"""By which whoever has an account comes in."""


class Contacts:
    """Edits the row of one person, in somebody's unit of work."""

    def __init__(self, contacts: ContactRepository, audit: AuditTrail) -> None:
        self._contacts = contacts
        self._audit = audit

    async def edit(
        self,
        member: CurrentMember,
        beneficiary_id: UUID,
        values: Mapping[str, Any],
        origin: RequestOrigin,
    ) -> bool:
        """Write these values, and remember what the feed had sent of them; False when nothing
        differs. The person is visible to the member, and locked.

        Raises:
            ContactIsProved: an e-mail or phone of somebody with an account.
        """
        person = await self._contacts.lock(member, beneficiary_id)
        if person is None:
            raise LookupError(beneficiary_id)
        changed = {name: value for name, value in values.items() if getattr(person, name) != value}
        if not changed:
            return False
        if PROVED & changed.keys() and await self._contacts.has_account(beneficiary_id):
            raise ContactIsProved
        edits = await self._contacts.edits_of(beneficiary_id)
        before = {name: getattr(person, name) for name in changed}
        edits.fed = {**before, **edits.fed}
        for name, value in changed.items():
            setattr(person, name, value)
        await self._contacts.flush()
        self._audit.record(
            AuditRecord.by(
                member,
                AuditAction.CONTACT_EDITED,
                subject_id=beneficiary_id,
                reason=",".join(sorted(changed)),
            ),
            origin,
        )
        return True


class BeneficiaryContactService:
    """`updateBeneficiary`."""

    def __init__(
        self, contacts: ContactRepository, edits: Contacts, people: BeneficiaryService
    ) -> None:
        self._contacts = contacts
        self._edits = edits
        self._people = people

    async def update(
        self,
        member: CurrentMember,
        beneficiary_id: UUID,
        body: BeneficiaryUpdate,
        precondition: Precondition,
        language: str,
        origin: RequestOrigin,
    ) -> BeneficiaryRead:
        """Change what the body names, based on what the reader saw.

        Raises:
            BeneficiaryNotFound, Confidential: as `BeneficiaryService.read`.
            PreconditionFailed: something of the person has changed since.
            ContactIsProved: an e-mail or phone of somebody with an account.
        """
        await self._contacts.lock(member, beneficiary_id)
        precondition.check(await self._people.read(member, beneficiary_id, language))
        await self._edits.edit(member, beneficiary_id, body.model_dump(), origin)
        return await self._people.read(member, beneficiary_id, language)
