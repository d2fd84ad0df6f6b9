"""What partners send: who sends it, and the services that take it."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends

from app.dependencies.guards import PartnerGuard
from app.dependencies.infrastructure import ContainerDep, OriginDep, PortfolioDep, SessionDep
from app.services.feeds.desk import FeedService
from app.services.feeds.source import FeedSource
from app.services.imports.imports import ImportService
from app.values.principals import CurrentPartner, PartnerScope


def feed_source(scope: PartnerScope) -> Callable[..., Awaitable[FeedSource]]:
    """The partner that asks, once the guard of this scope has let it in."""
    guard = PartnerGuard(scope)

    async def get_feed_source(
        partner: Annotated[CurrentPartner, Depends(guard)],
        portfolio: PortfolioDep,
        origin: OriginDep,
    ) -> FeedSource:
        return FeedSource(portfolio, partner, origin)

    return get_feed_source


async def get_feed_service(container: ContainerDep, session: SessionDep) -> FeedService:
    """Applies one resource in the request's unit of work."""
    return FeedService(session, container.feed_desk())


async def get_import_service(container: ContainerDep) -> ImportService:
    """Runs imports in transactions of their own."""
    return container.imports()


FollowsImports = Annotated[FeedSource, Depends(feed_source(PartnerScope.IMPORTS_READ))]
FeedServiceDep = Annotated[FeedService, Depends(get_feed_service)]
ImportServiceDep = Annotated[ImportService, Depends(get_import_service)]
