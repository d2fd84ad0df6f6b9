"""Services of change requests, on either side of the counter."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.container import Container
from app.dependencies.auth.parts import audit_trail, member_notices
from app.dependencies.events import event_log
from app.dependencies.infrastructure import ContainerDep, PortfolioDep, ReadDep, SessionDep
from app.repositories.accounts import AccountRepository
from app.repositories.change_request_cases import CaseReader
from app.repositories.change_request_moves import ChangeRequestRepository
from app.repositories.change_requests import ChangeRequestReader
from app.repositories.document_withdrawals import DocumentWithdrawalRepository
from app.repositories.families import FamilyRepository
from app.repositories.feeds.covers import CoverFeedRepository
from app.repositories.inbox import InboxRepository
from app.repositories.option_subscriptions import OptionSubscriptionRepository
from app.services.addition_effect import AdditionEffect
from app.services.change_request_cases import CaseDesk, CaseService
from app.services.change_request_effects import Effects
from app.services.change_request_moves import ChangeRequests
from app.services.change_request_nirs import CaseNirDisclosure
from app.services.change_requests import (
    ChangeRequestService,
    ChangeRequestWithdrawal,
)
from app.services.option_effect import OptionEffect
from app.services.portfolios import CurrentPortfolio
from app.services.removal_effect import RemovalEffect
from app.values.change_requests import ChangeRequestKind


def change_requests(container: Container, session: AsyncSession) -> ChangeRequests:
    """What opens and moves requests, in this unit of work."""
    return ChangeRequests(
        ChangeRequestRepository(session),
        InboxRepository(session),
        container.keyring,
        audit_trail(container, session),
        event_log(container, session),
        container.clock,
    )


def effects(container: Container, session: AsyncSession, portfolio: CurrentPortfolio) -> Effects:
    """What validated requests change, in this unit of work."""
    subscriptions = OptionSubscriptionRepository(session)
    covers = CoverFeedRepository(session, portfolio.id)
    documents = DocumentWithdrawalRepository(session)
    keyring, clock = container.keyring, container.clock
    return {
        ChangeRequestKind.ADD_BENEFICIARY: AdditionEffect(
            FamilyRepository(session), subscriptions, covers, keyring, clock
        ),
        ChangeRequestKind.REMOVE_BENEFICIARY: RemovalEffect(
            portfolio, subscriptions, covers, documents, clock
        ),
        ChangeRequestKind.SUBSCRIBE_OPTION: OptionEffect(subscriptions, documents, keyring, clock),
    }


async def change_request_answers(
    container: Container, session: AsyncSession
) -> ChangeRequestService:
    """What reads requests as this unit of work has written them so far."""
    reader = ChangeRequestReader(await session.connection())
    return ChangeRequestService(reader, container.keyring, container.cursors)


async def get_change_request_service(
    container: ContainerDep, connection: ReadDep
) -> ChangeRequestService:
    """Reads on the connection that the guard rode."""
    reader = ChangeRequestReader(connection)
    return ChangeRequestService(reader, container.keyring, container.cursors)


async def get_change_request_withdrawal(
    container: ContainerDep, session: SessionDep
) -> ChangeRequestWithdrawal:
    """Withdraws requests in the request's unit of work."""
    return ChangeRequestWithdrawal(
        ChangeRequestRepository(session),
        change_requests(container, session),
        await change_request_answers(container, session),
        audit_trail(container, session),
    )


async def get_case_service(
    container: ContainerDep, portfolio: PortfolioDep, connection: ReadDep
) -> CaseService:
    """Reads the requests of the portfolio that was called."""
    cases, requests = CaseReader(connection, portfolio.id), ChangeRequestReader(connection)
    return CaseService(cases, requests, container.keyring, container.cursors)


async def get_case_desk(
    container: ContainerDep, portfolio: PortfolioDep, session: SessionDep
) -> CaseDesk:
    """Decides in the request's unit of work."""
    connection = await session.connection()
    return CaseDesk(
        ChangeRequestRepository(session),
        change_requests(container, session),
        effects(container, session, portfolio),
        CaseService(
            CaseReader(connection, portfolio.id),
            ChangeRequestReader(connection),
            container.keyring,
            container.cursors,
        ),
        member_notices(container, session),
        audit_trail(container, session),
    )


async def get_case_nir_disclosure(
    container: ContainerDep, session: SessionDep
) -> CaseNirDisclosure:
    """Shows full numbers, and writes down that it did."""
    return CaseNirDisclosure(
        ChangeRequestRepository(session),
        AccountRepository(session),
        container.keyring,
        audit_trail(container, session),
    )


ChangeRequestServiceDep = Annotated[ChangeRequestService, Depends(get_change_request_service)]
ChangeRequestWithdrawalDep = Annotated[
    ChangeRequestWithdrawal, Depends(get_change_request_withdrawal)
]
CaseServiceDep = Annotated[CaseService, Depends(get_case_service)]
CaseDeskDep = Annotated[CaseDesk, Depends(get_case_desk)]
CaseNirDisclosureDep = Annotated[CaseNirDisclosure, Depends(get_case_nir_disclosure)]
