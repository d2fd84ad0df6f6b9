"""The service of providers, on the request's read road."""

from typing import Annotated

from fastapi import Depends

from app.dependencies.communes import CommuneServiceDep
from app.dependencies.infrastructure import ContainerDep, ReadDep
from app.repositories.providers import ProviderReader
from app.services.providers.search import ProviderService


async def get_provider_service(
    container: ContainerDep, connection: ReadDep, communes: CommuneServiceDep
) -> ProviderService:
    """Reads on the connection that the guard rode."""
    return ProviderService(
        ProviderReader(connection), communes, container.specialties, container.cursors
    )


ProviderServiceDep = Annotated[ProviderService, Depends(get_provider_service)]
