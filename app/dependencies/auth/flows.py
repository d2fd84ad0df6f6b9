"""Services of activation and of the steps of flows."""

from typing import Annotated

from fastapi import Depends

from app.dependencies.auth.parts import (
    audit_trail,
    flow_access,
    flow_starter,
    limits_of,
    outbox_of,
    session_opener,
)
from app.dependencies.infrastructure import ContainerDep, SessionDep
from app.repositories.accounts import AccountRepository
from app.repositories.flows import FlowRepository
from app.services.auth.access import FlowAccess
from app.services.auth.activation import ActivationService, PasswordChoiceService
from app.services.auth.codes import CodePost, CodeRequestService
from app.services.auth.phone_step import PhoneStepService
from app.services.auth.phones import PhoneRules
from app.services.auth.verification import VerificationService


async def get_flow_access(container: ContainerDep) -> FlowAccess:
    """Finds flows."""
    return flow_access(container)


async def get_activation_service(container: ContainerDep, session: SessionDep) -> ActivationService:
    """Begins activations."""
    starter = flow_starter(container, session)
    return ActivationService(container.database, starter, limits_of(container))


async def get_code_post(container: ContainerDep, session: SessionDep) -> CodePost:
    """Makes and posts codes."""
    outbox = outbox_of(container, session)
    return CodePost(limits_of(container), outbox, container.keyring, container.clock)


CodePostDep = Annotated[CodePost, Depends(get_code_post)]


async def get_code_request_service(
    container: ContainerDep, session: SessionDep, post: CodePostDep
) -> CodeRequestService:
    """Sends codes."""
    return CodeRequestService(
        flow_access(container),
        FlowRepository(session),
        limits_of(container),
        post,
        PhoneRules(container.settings),
        container.clock,
    )


async def get_phone_step_service(
    container: ContainerDep, session: SessionDep, post: CodePostDep
) -> PhoneStepService:
    """Takes numbers."""
    return PhoneStepService(
        container.database,
        flow_access(container),
        FlowRepository(session),
        limits_of(container),
        post,
        PhoneRules(container.settings),
        audit_trail(container, session),
        container.clock,
    )


async def get_verification_service(
    container: ContainerDep, session: SessionDep
) -> VerificationService:
    """Checks codes."""
    return VerificationService(
        container.database,
        flow_access(container),
        FlowRepository(session),
        session_opener(container, session),
        limits_of(container),
        PhoneRules(container.settings),
        container.keyring,
        container.clock,
    )


async def get_password_choice_service(
    container: ContainerDep, session: SessionDep
) -> PasswordChoiceService:
    """Ends activations."""
    return PasswordChoiceService(
        container.database,
        flow_access(container),
        FlowRepository(session),
        AccountRepository(session),
        container.passwords,
        outbox_of(container, session),
        audit_trail(container, session),
        container.clock,
    )


FlowAccessDep = Annotated[FlowAccess, Depends(get_flow_access)]
ActivationServiceDep = Annotated[ActivationService, Depends(get_activation_service)]
CodeRequestServiceDep = Annotated[CodeRequestService, Depends(get_code_request_service)]
PhoneStepServiceDep = Annotated[PhoneStepService, Depends(get_phone_step_service)]
VerificationServiceDep = Annotated[VerificationService, Depends(get_verification_service)]
PasswordChoiceServiceDep = Annotated[PasswordChoiceService, Depends(get_password_choice_service)]
