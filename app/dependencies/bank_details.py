"""Services of bank details."""

from typing import Annotated

from fastapi import Depends, Request

from app.dependencies.auth.parts import audit_trail, outbox_of
from app.dependencies.infrastructure import ContainerDep, ReadDep, SessionDep, get_container
from app.repositories.accounts import AccountRepository
from app.repositories.bank_details import BankDetailsReader, BankDetailsRepository
from app.services.bank_details import BankDetailsChange, BankDetailsService


async def get_bank_details_service(request: Request, connection: ReadDep) -> BankDetailsService:
    """Reads on the connection that the guard rode."""
    return BankDetailsService(BankDetailsReader(connection), get_container(request).keyring)


async def get_bank_details_change(
    container: ContainerDep, session: SessionDep
) -> BankDetailsChange:
    """Changes bank details in the request's unit of work."""
    return BankDetailsChange(
        AccountRepository(session),
        BankDetailsRepository(session),
        outbox_of(container, session),
        audit_trail(container, session),
        container.keyring,
        container.clock,
    )


BankDetailsServiceDep = Annotated[BankDetailsService, Depends(get_bank_details_service)]
BankDetailsChangeDep = Annotated[BankDetailsChange, Depends(get_bank_details_change)]
