"""The service of contracts, on the request's read road."""

from typing import Annotated

from fastapi import Depends, Request

from app.dependencies.infrastructure import ReadDep, get_container
from app.repositories.contracts import ContractReader
from app.repositories.options import OptionReader
from app.services.contracts import ContractService


async def get_contract_service(request: Request, connection: ReadDep) -> ContractService:
    """Reads on the connection that the guard rode."""
    return ContractService(
        ContractReader(connection), OptionReader(connection), get_container(request).clock
    )


ContractServiceDep = Annotated[ContractService, Depends(get_contract_service)]
