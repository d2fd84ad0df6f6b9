"""Services of what partners send."""

from typing import Annotated

from fastapi import Depends

from app.dependencies.infrastructure import ContainerDep, SessionDep
from app.services.feeds.kinds import FeedService
from app.services.imports.imports import ImportService


async def get_feed_service(container: ContainerDep, session: SessionDep) -> FeedService:
    """Applies one resource in the request's unit of work."""
    return FeedService(session, container.feed_desk())


async def get_import_service(container: ContainerDep) -> ImportService:
    """Runs imports in transactions of their own."""
    return container.imports()


FeedServiceDep = Annotated[FeedService, Depends(get_feed_service)]
ImportServiceDep = Annotated[ImportService, Depends(get_import_service)]
