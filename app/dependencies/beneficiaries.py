"""Services of the people of a family."""

from typing import Annotated

from fastapi import Depends, Request

from app.dependencies.auth.parts import audit_trail
from app.dependencies.events import event_log
from app.dependencies.infrastructure import ContainerDep, ReadDep, SessionDep, get_container
from app.repositories.beneficiaries import BeneficiaryReader
from app.repositories.teletransmissions import TeletransmissionRepository
from app.repositories.visibility import VisibilityReader
from app.services.beneficiaries import BeneficiaryService, NirDisclosureService
from app.services.family_rights import FamilyRights
from app.services.teletransmissions import TeletransmissionService


async def get_beneficiary_service(request: Request, connection: ReadDep) -> BeneficiaryService:
    """Reads on the connection that the guard rode."""
    return BeneficiaryService(
        BeneficiaryReader(connection),
        FamilyRights(VisibilityReader(connection)),
        get_container(request).keyring,
    )


async def get_nir_disclosure_service(
    container: ContainerDep, session: SessionDep
) -> NirDisclosureService:
    """Shows full numbers, and writes down that it did."""
    trail = audit_trail(container, session)
    return NirDisclosureService(container.database, container.keyring, trail)


async def get_teletransmission_service(
    container: ContainerDep, session: SessionDep
) -> TeletransmissionService:
    """Switches télétransmission in the request's unit of work."""
    return TeletransmissionService(
        container.database,
        TeletransmissionRepository(session),
        audit_trail(container, session),
        event_log(container, session),
        container.clock,
    )


BeneficiaryServiceDep = Annotated[BeneficiaryService, Depends(get_beneficiary_service)]
NirDisclosureServiceDep = Annotated[NirDisclosureService, Depends(get_nir_disclosure_service)]
TeletransmissionServiceDep = Annotated[
    TeletransmissionService, Depends(get_teletransmission_service)
]
