"""Services that ask for people to join or leave a family."""

from typing import Annotated

from fastapi import Depends

from app.dependencies.change_requests import change_request_answers, change_requests
from app.dependencies.infrastructure import ContainerDep, SessionDep
from app.repositories.change_request_moves import ChangeRequestRepository
from app.repositories.contracts import ContractReader
from app.repositories.families import FamilyRepository
from app.repositories.visibility import VisibilityReader
from app.services.additions import AdditionService
from app.services.family_rights import FamilyRights
from app.services.removals import RemovalService


async def get_addition_service(container: ContainerDep, session: SessionDep) -> AdditionService:
    """Asks in the request's unit of work."""
    return AdditionService(
        ChangeRequestRepository(session),
        FamilyRepository(session),
        ContractReader(await session.connection()),
        change_requests(container, session),
        await change_request_answers(container, session),
        container.keyring,
        container.clock,
    )


async def get_removal_service(container: ContainerDep, session: SessionDep) -> RemovalService:
    """Asks in the request's unit of work."""
    connection = await session.connection()
    return RemovalService(
        ChangeRequestRepository(session),
        FamilyRepository(session),
        FamilyRights(VisibilityReader(connection)),
        ContractReader(connection),
        change_requests(container, session),
        await change_request_answers(container, session),
        container.clock,
    )


AdditionServiceDep = Annotated[AdditionService, Depends(get_addition_service)]
RemovalServiceDep = Annotated[RemovalService, Depends(get_removal_service)]
