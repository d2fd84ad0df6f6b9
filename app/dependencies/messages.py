"""Services of messages and of the inbox, on either side of the counter."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.container import Container
from app.dependencies.auth.parts import audit_trail, member_notices
from app.dependencies.events import event_log
from app.dependencies.infrastructure import ContainerDep, PortfolioDep, ReadDep, SessionDep
from app.repositories.inbox import InboxReader, InboxRepository
from app.repositories.thread_cases import ThreadCaseReader, ThreadCaseRepository
from app.repositories.threads import ThreadReader, ThreadRepository
from app.repositories.visibility import VisibilityReader
from app.services.family_rights import FamilyRights
from app.services.inbox import InboxService
from app.services.thread_cases import ThreadCaseService, ThreadDesk
from app.services.thread_writing import ThreadWriting
from app.services.threads import MemberMessages, ThreadService


def thread_writing(container: Container, session: AsyncSession) -> ThreadWriting:
    """What writes into threads, in this unit of work."""
    return ThreadWriting(
        ThreadRepository(session),
        InboxRepository(session),
        event_log(container, session),
        container.clock,
    )


def thread_answers(container: Container, connection: AsyncConnection) -> ThreadService:
    """What reads threads over this connection."""
    family = FamilyRights(VisibilityReader(connection))
    return ThreadService(ThreadReader(connection), family, container.cursors, container.clock)


async def get_thread_service(container: ContainerDep, connection: ReadDep) -> ThreadService:
    """Reads on the connection that the guard rode."""
    return thread_answers(container, connection)


async def get_member_messages(container: ContainerDep, session: SessionDep) -> MemberMessages:
    """Writes in the request's unit of work, and reads what it has written so far."""
    return MemberMessages(
        container.database,
        ThreadRepository(session),
        thread_writing(container, session),
        thread_answers(container, await session.connection()),
        audit_trail(container, session),
        container.clock,
    )


async def get_inbox_service(container: ContainerDep, connection: ReadDep) -> InboxService:
    """Reads on the connection that the guard rode."""
    family = FamilyRights(VisibilityReader(connection))
    return InboxService(InboxReader(connection), family, container.cursors)


async def get_thread_case_service(
    container: ContainerDep, portfolio: PortfolioDep, connection: ReadDep
) -> ThreadCaseService:
    """Reads the threads of the portfolio that was called."""
    return ThreadCaseService(ThreadCaseReader(connection, portfolio.id), container.cursors)


async def get_thread_desk(
    container: ContainerDep, portfolio: PortfolioDep, session: SessionDep
) -> ThreadDesk:
    """Answers in the request's unit of work."""
    reader = ThreadCaseReader(await session.connection(), portfolio.id)
    return ThreadDesk(
        ThreadCaseRepository(session, portfolio.id),
        thread_writing(container, session),
        ThreadCaseService(reader, container.cursors),
        member_notices(container, session),
        audit_trail(container, session),
    )


ThreadServiceDep = Annotated[ThreadService, Depends(get_thread_service)]
MemberMessagesDep = Annotated[MemberMessages, Depends(get_member_messages)]
InboxServiceDep = Annotated[InboxService, Depends(get_inbox_service)]
ThreadCaseServiceDep = Annotated[ThreadCaseService, Depends(get_thread_case_service)]
ThreadDeskDep = Annotated[ThreadDesk, Depends(get_thread_desk)]
