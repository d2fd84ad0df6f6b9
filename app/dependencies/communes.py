"""The service of communes, on the request's read road."""

from typing import Annotated

from fastapi import Depends

from app.dependencies.infrastructure import ContainerDep, ReadDep
from app.repositories.communes import CommuneReader
from app.services.places.communes import CommuneService


async def get_commune_service(container: ContainerDep, connection: ReadDep) -> CommuneService:
    """Reads on the connection that the guard rode."""
    return CommuneService(CommuneReader(connection), container.commune_names)


CommuneServiceDep = Annotated[CommuneService, Depends(get_commune_service)]
