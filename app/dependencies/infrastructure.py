"""Roads to the database, the portfolio, the reader's language, the request's origin."""

from collections.abc import AsyncIterator
from typing import Annotated, cast

from fastapi import Depends, Header, Request
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.container import Container
from app.http.addresses import host_of
from app.http.languages import preferred_language
from app.services.portfolios import CurrentPortfolio
from app.services.preconditions import Precondition
from app.values.principals import RequestOrigin

MAX_USER_AGENT = 200


def get_container(request: Request) -> Container:
    """What lives as long as the application."""
    return cast(Container, request.app.state.container)


async def _get_container(request: Request) -> Container:
    return get_container(request)


ContainerDep = Annotated[Container, Depends(_get_container)]


async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    """The request's unit of work: committed when the handler returns, before the answer leaves."""
    async with get_container(request).database.unit_of_work() as session:
        # For whoever keeps the answer beside its effect (`dependencies/idempotency.py`).
        request.state.unit_of_work = session
        yield session


# Without scope="function" the commit would run after the response: a failed one would still
# have told the client 200.
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]


async def get_connection(request: Request) -> AsyncIterator[AsyncConnection]:
    """The request's read road; guards and sessions ride the same connection."""
    async with get_container(request).database.read() as connection:
        yield connection


ReadDep = Annotated[AsyncConnection, Depends(get_connection, scope="function")]


async def get_portfolio(request: Request) -> CurrentPortfolio:
    """The portfolio of the host name the client called."""
    return await get_container(request).portfolios.at_host(host_of(request.scope))


PortfolioDep = Annotated[CurrentPortfolio, Depends(get_portfolio)]


async def get_language(request: Request) -> str:
    """`fr` or `en`, from Accept-Language."""
    return preferred_language(request.headers.get("accept-language"))


LanguageDep = Annotated[str, Depends(get_language)]


async def get_origin(request: Request, container: ContainerDep) -> RequestOrigin:
    """Where the request comes from."""
    agent = request.headers.get("user-agent")
    return RequestOrigin(
        request_id=request.scope["state"]["request_id"],
        ip=container.addresses.of(request.scope),
        user_agent=agent[:MAX_USER_AGENT] if agent else None,
    )


OriginDep = Annotated[RequestOrigin, Depends(get_origin)]


async def get_precondition(
    if_match: Annotated[
        str | None, Header(max_length=500, description="`ETag` of the state that is changed.")
    ] = None,
) -> Precondition:
    """On which state the change is based; its absence is refused once the body was read."""
    return Precondition(if_match)


PreconditionDep = Annotated[Precondition, Depends(get_precondition)]
