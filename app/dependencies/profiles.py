"""Services of the profile and of contact details."""

from typing import Annotated

from fastapi import Depends

from app.dependencies.auth.parts import audit_trail, outbox_of
from app.dependencies.infrastructure import ContainerDep, ReadDep, SessionDep
from app.repositories.beneficiaries import BeneficiaryReader
from app.repositories.contacts import ContactRepository
from app.repositories.profiles import ProfileReader, ProfileRepository
from app.repositories.visibility import VisibilityReader
from app.services.beneficiaries import BeneficiaryService
from app.services.contacts import BeneficiaryContactService, Contacts
from app.services.family_rights import FamilyRights
from app.services.profiles import ProfileEditing, ProfileService


async def get_profile_service(container: ContainerDep, connection: ReadDep) -> ProfileService:
    """Reads on the connection that the guard rode."""
    return ProfileService(ProfileReader(connection), container.keyring)


async def get_profile_editing(container: ContainerDep, session: SessionDep) -> ProfileEditing:
    """Edits in the request's unit of work, and reads what it has written so far."""
    contacts, audit = ContactRepository(session), audit_trail(container, session)
    return ProfileEditing(
        contacts,
        ProfileRepository(session),
        Contacts(contacts, audit),
        ProfileService(ProfileReader(await session.connection()), container.keyring),
        outbox_of(container, session),
        audit,
    )


async def get_beneficiary_contact_service(
    container: ContainerDep, session: SessionDep
) -> BeneficiaryContactService:
    """Edits in the request's unit of work, and reads what it has written so far."""
    contacts, connection = ContactRepository(session), await session.connection()
    people = BeneficiaryService(
        BeneficiaryReader(connection),
        FamilyRights(VisibilityReader(connection)),
        container.keyring,
    )
    edits = Contacts(contacts, audit_trail(container, session))
    return BeneficiaryContactService(contacts, edits, people)


ProfileServiceDep = Annotated[ProfileService, Depends(get_profile_service)]
ProfileEditingDep = Annotated[ProfileEditing, Depends(get_profile_editing)]
BeneficiaryContactServiceDep = Annotated[
    BeneficiaryContactService, Depends(get_beneficiary_contact_service)
]
