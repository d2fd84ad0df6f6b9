"""Services by which a signed-in member changes the ways in, and of the links of alerts."""

from typing import Annotated

from fastapi import Depends, Request

from app.dependencies.auth.parts import (
    account_security,
    audit_trail,
    code_post,
    flow_starter,
    limits_of,
    outbox_of,
    passkey_rules,
    password_rules,
    phone_rules,
)
from app.dependencies.events import event_log
from app.dependencies.infrastructure import ContainerDep, ReadDep, SessionDep, get_container
from app.repositories.accounts import AccountReader, AccountRepository
from app.repositories.alerts import AlertRepository
from app.repositories.devices import DeviceReader, DeviceRepository
from app.repositories.second_factors import SecondFactorReader, SecondFactorRepository
from app.repositories.sessions import SessionReader, SessionRepository
from app.services.auth.alerts import AlertService
from app.services.auth.closure import ClosureService
from app.services.auth.contact_change_starts import ContactChangeStartService
from app.services.auth.factor_list import FactorListService
from app.services.auth.my_sessions import SessionEndService, SessionListService
from app.services.auth.password_change import PasswordChangeService
from app.services.auth.second_factors import SecondFactorService
from app.services.auth.step_up import StepUpService


async def get_step_up_service(container: ContainerDep, session: SessionDep) -> StepUpService:
    """Begins step-ups on demand."""
    starter = flow_starter(container, session)
    return StepUpService(container.database, starter, limits_of(container))


async def get_password_change_service(
    container: ContainerDep, session: SessionDep
) -> PasswordChangeService:
    """Changes passwords."""
    return PasswordChangeService(
        container.database,
        session,
        AccountRepository(session),
        password_rules(container),
        container.passwords,
        limits_of(container),
        account_security(container, session),
        container.clock,
    )


async def get_contact_change_start_service(
    container: ContainerDep, session: SessionDep
) -> ContactChangeStartService:
    """Begins changes of phone and e-mail."""
    return ContactChangeStartService(
        container.database,
        flow_starter(container, session),
        code_post(container, session),
        limits_of(container),
        phone_rules(container),
    )


async def get_second_factor_service(
    container: ContainerDep, session: SessionDep
) -> SecondFactorService:
    """Enrols and removes second factors."""
    return SecondFactorService(
        AccountRepository(session),
        SecondFactorRepository(session),
        passkey_rules(container),
        account_security(container, session),
        container.keyring,
        container.clock,
    )


async def get_closure_service(container: ContainerDep, session: SessionDep) -> ClosureService:
    """Closes accounts."""
    return ClosureService(
        AccountRepository(session),
        SecondFactorRepository(session),
        account_security(container, session),
        outbox_of(container, session),
        audit_trail(container, session),
        event_log(container, session),
        container.clock,
    )


async def get_alert_service(container: ContainerDep, session: SessionDep) -> AlertService:
    """Answers the links of alerts."""
    return AlertService(
        AlertRepository(session),
        AccountRepository(session),
        SecondFactorRepository(session),
        account_security(container, session),
        outbox_of(container, session),
        audit_trail(container, session),
        container.keyring,
        container.clock,
    )


async def get_session_list_service(request: Request, connection: ReadDep) -> SessionListService:
    """Lists sessions and devices."""
    container = get_container(request)
    return SessionListService(
        SessionReader(connection), DeviceReader(connection), container.cursors, container.clock
    )


async def get_session_end_service(
    container: ContainerDep, session: SessionDep
) -> SessionEndService:
    """Ends sessions, forgets devices."""
    return SessionEndService(
        SessionRepository(session),
        DeviceRepository(session),
        audit_trail(container, session),
        container.clock,
    )


async def get_factor_list_service(connection: ReadDep) -> FactorListService:
    """Lists second factors."""
    return FactorListService(SecondFactorReader(connection), AccountReader(connection))


StepUpServiceDep = Annotated[StepUpService, Depends(get_step_up_service)]
PasswordChangeServiceDep = Annotated[PasswordChangeService, Depends(get_password_change_service)]
ContactChangeStartServiceDep = Annotated[
    ContactChangeStartService, Depends(get_contact_change_start_service)
]
SecondFactorServiceDep = Annotated[SecondFactorService, Depends(get_second_factor_service)]
FactorListServiceDep = Annotated[FactorListService, Depends(get_factor_list_service)]
ClosureServiceDep = Annotated[ClosureService, Depends(get_closure_service)]
AlertServiceDep = Annotated[AlertService, Depends(get_alert_service)]
SessionListServiceDep = Annotated[SessionListService, Depends(get_session_list_service)]
SessionEndServiceDep = Annotated[SessionEndService, Depends(get_session_end_service)]
