"""Services of what a portfolio publishes, and of the assistant that answers from it."""

from typing import Annotated

from fastapi import Depends

from app.dependencies.infrastructure import ContainerDep, PortfolioDep, ReadDep
from app.repositories.content import ContentReader
from app.services.assistant.answers import AssistantService
from app.services.content import ContentService


async def get_content_service(
    container: ContainerDep, portfolio: PortfolioDep, connection: ReadDep
) -> ContentService:
    """The texts of the portfolio that was called."""
    return ContentService(ContentReader(connection), portfolio, container.clock)


async def get_assistant_service(
    container: ContainerDep, portfolio: PortfolioDep, connection: ReadDep
) -> AssistantService:
    """Answers from the knowledge of the portfolio that was called."""
    return AssistantService(ContentReader(connection), portfolio, container.libraries)


ContentServiceDep = Annotated[ContentService, Depends(get_content_service)]
AssistantServiceDep = Annotated[AssistantService, Depends(get_assistant_service)]
