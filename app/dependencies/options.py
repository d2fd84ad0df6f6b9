"""Services of options."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncConnection

from app.container import Container
from app.dependencies.change_requests import change_request_answers, change_requests
from app.dependencies.infrastructure import ContainerDep, ReadDep, SessionDep
from app.repositories.change_request_moves import ChangeRequestRepository
from app.repositories.contracts import ContractReader
from app.repositories.options import OptionReader
from app.repositories.visibility import VisibilityReader
from app.services.family_rights import FamilyRights
from app.services.option_requests import OptionRequestService
from app.services.options import OptionFile, OptionService


def option_file(container: Container, connection: AsyncConnection) -> OptionFile:
    """What gathers where options stand, as this connection shows it."""
    return OptionFile(
        OptionReader(connection), ContractReader(connection), container.keyring, container.clock
    )


async def get_option_service(container: ContainerDep, connection: ReadDep) -> OptionService:
    """Reads on the connection that the guard rode."""
    file = option_file(container, connection)
    return OptionService(file, OptionReader(connection), container.clock)


async def get_option_request_service(
    container: ContainerDep, session: SessionDep
) -> OptionRequestService:
    """Asks for options in the request's unit of work."""
    connection = await session.connection()
    return OptionRequestService(
        ChangeRequestRepository(session),
        option_file(container, connection),
        FamilyRights(VisibilityReader(connection)),
        change_requests(container, session),
        await change_request_answers(container, session),
        container.clock,
    )


OptionServiceDep = Annotated[OptionService, Depends(get_option_service)]
OptionRequestServiceDep = Annotated[OptionRequestService, Depends(get_option_request_service)]
