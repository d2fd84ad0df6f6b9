"""The service of members' activity, on the request's read road."""

from typing import Annotated

from fastapi import Depends

from app.dependencies.infrastructure import ContainerDep, ReadDep
from app.repositories.activity import ActivityReader
from app.services.activity import ActivityService


async def get_activity_service(container: ContainerDep, connection: ReadDep) -> ActivityService:
    """Reads on the connection that the guard rode."""
    return ActivityService(ActivityReader(connection), container.cursors)


ActivityServiceDep = Annotated[ActivityService, Depends(get_activity_service)]
