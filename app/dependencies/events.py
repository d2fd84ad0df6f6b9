"""Services of events: what writes them, what partners read."""

from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.container import Container
from app.dependencies.guards import bearer_token
from app.dependencies.infrastructure import ContainerDep, PortfolioDep, ReadDep
from app.repositories.events import EventReader
from app.services.event_feed import EventClerk, EventFeedService
from app.services.event_stream import EventStream
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


async def get_event_stream(
    request: Request, container: ContainerDep, portfolio: PortfolioDep
) -> EventStream:
    """Follows events by connections of its own, taken for as long as each question lasts."""
    return EventStream(
        container.database,
        container.event_tide,
        container.access_tokens,
        container.clock,
        portfolio,
        bearer_token(request),
        seconds=container.settings.event_stream_seconds,
    )


EventStreamDep = Annotated[EventStream, Depends(get_event_stream)]
EventFeedServiceDep = Annotated[EventFeedService, Depends(get_event_feed_service)]
