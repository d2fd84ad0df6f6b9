"""Services of options."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncConnection

from app.container import Container
from app.dependencies.infrastructure import ContainerDep, ReadDep
from app.repositories.contracts import ContractReader
from app.repositories.options import OptionReader
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


OptionServiceDep = Annotated[OptionService, Depends(get_option_service)]
