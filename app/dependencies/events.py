"""Services of events: what writes them, what partners read."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.container import Container
from app.dependencies.infrastructure import ContainerDep, PortfolioDep, ReadDep
from app.repositories.events import EventReader
from app.services.event_feed import EventClerk, EventFeedService
from app.services.events import EventLog


def event_log(container: Container, session: AsyncSession) -> EventLog:
    """Where what happens in this unit of work is told."""
    return EventLog(session, container.clock, container.wake_signal.wake)


async def get_event_feed_service(
    container: ContainerDep, portfolio: PortfolioDep, connection: ReadDep
) -> EventFeedService:
    """Reads the events of the portfolio that was called."""
    clerk = EventClerk(container.database, container.clock)
    return EventFeedService(EventReader(connection, portfolio.id), connection, clerk)


EventFeedServiceDep = Annotated[EventFeedService, Depends(get_event_feed_service)]
