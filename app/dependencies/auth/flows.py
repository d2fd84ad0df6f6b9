"""Services of the steps of flows."""

from datetime import timedelta
from typing import Annotated

from fastapi import Depends

from app.dependencies.auth.parts import (
    account_security,
    audit_trail,
    code_post,
    factor_grant,
    flow_access,
    flow_starter,
    limits_of,
    outbox_of,
    passkey_rules,
    password_rules,
    phone_rules,
    submissions_of,
)
from app.dependencies.events import event_log
from app.dependencies.infrastructure import ContainerDep, SessionDep
from app.repositories.accounts import AccountRepository
from app.repositories.flows import FlowRepository
from app.repositories.second_factors import SecondFactorRepository
from app.repositories.sessions import SessionRepository
from app.services.auth.access import FlowAccess
from app.services.auth.activation import ActivationService
from app.services.auth.codes import CodeRequestService
from app.services.auth.contact_changes import ContactChange
from app.services.auth.factor_steps import FactorStepService
from app.services.auth.password_choice import PasswordChoiceService
from app.services.auth.password_reset import PasswordResetService
from app.services.auth.phone_recovery import PhoneRecoveryService
from app.services.auth.phone_step import PhoneStepService
from app.services.auth.verification import VerificationService


async def get_flow_access(container: ContainerDep) -> FlowAccess:
    """Finds flows."""
    return flow_access(container)


async def get_activation_service(container: ContainerDep, session: SessionDep) -> ActivationService:
    """Begins activations."""
    starter = flow_starter(container, session)
    return ActivationService(container.database, starter, limits_of(container))


async def get_password_reset_service(
    container: ContainerDep, session: SessionDep
) -> PasswordResetService:
    """Begins what a forgotten password needs."""
    return PasswordResetService(
        container.database,
        flow_starter(container, session),
        code_post(container, session),
        limits_of(container),
    )


async def get_code_request_service(
    container: ContainerDep, session: SessionDep
) -> CodeRequestService:
    """Sends codes."""
    return CodeRequestService(
        flow_access(container),
        FlowRepository(session),
        limits_of(container),
        code_post(container, session),
        container.clock,
    )


async def get_phone_step_service(container: ContainerDep, session: SessionDep) -> PhoneStepService:
    """Takes numbers."""
    return PhoneStepService(
        flow_access(container),
        FlowRepository(session),
        submissions_of(container),
        limits_of(container),
        code_post(container, session),
        phone_rules(container),
        audit_trail(container, session),
        container.clock,
    )


async def get_verification_service(
    container: ContainerDep, session: SessionDep
) -> VerificationService:
    """Checks codes."""
    contacts = ContactChange(
        AccountRepository(session),
        SessionRepository(session),
        account_security(container, session),
        event_log(container, session),
        container.clock,
    )
    return VerificationService(
        flow_access(container),
        FlowRepository(session),
        submissions_of(container),
        code_post(container, session),
        factor_grant(container, session),
        contacts,
        phone_rules(container),
        container.keyring,
        container.clock,
    )


async def get_factor_step_service(
    container: ContainerDep, session: SessionDep
) -> FactorStepService:
    """Checks second factors other than codes."""
    return FactorStepService(
        container.database,
        flow_access(container),
        FlowRepository(session),
        SecondFactorRepository(session),
        submissions_of(container),
        factor_grant(container, session),
        passkey_rules(container),
        container.keyring,
        container.clock,
    )


async def get_password_choice_service(
    container: ContainerDep, session: SessionDep
) -> PasswordChoiceService:
    """Ends activations, and what a forgotten password needs."""
    return PasswordChoiceService(
        flow_access(container),
        FlowRepository(session),
        AccountRepository(session),
        password_rules(container),
        container.passwords,
        account_security(container, session),
        outbox_of(container, session),
        audit_trail(container, session),
        event_log(container, session),
        container.clock,
    )


async def get_phone_recovery_service(
    container: ContainerDep, session: SessionDep
) -> PhoneRecoveryService:
    """Begins the recovery of a lost phone."""
    return PhoneRecoveryService(
        container.database,
        flow_access(container),
        flow_starter(container, session),
        FlowRepository(session),
        AccountRepository(session),
        submissions_of(container),
        limits_of(container),
        account_security(container, session),
        container.clock,
        wait=timedelta(hours=container.settings.phone_recovery_wait_hours),
    )


FlowAccessDep = Annotated[FlowAccess, Depends(get_flow_access)]
ActivationServiceDep = Annotated[ActivationService, Depends(get_activation_service)]
PasswordResetServiceDep = Annotated[PasswordResetService, Depends(get_password_reset_service)]
CodeRequestServiceDep = Annotated[CodeRequestService, Depends(get_code_request_service)]
PhoneStepServiceDep = Annotated[PhoneStepService, Depends(get_phone_step_service)]
VerificationServiceDep = Annotated[VerificationService, Depends(get_verification_service)]
FactorStepServiceDep = Annotated[FactorStepService, Depends(get_factor_step_service)]
PasswordChoiceServiceDep = Annotated[PasswordChoiceService, Depends(get_password_choice_service)]
PhoneRecoveryServiceDep = Annotated[PhoneRecoveryService, Depends(get_phone_recovery_service)]
