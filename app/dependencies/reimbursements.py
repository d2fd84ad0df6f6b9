"""Services of reimbursements and of the home page, on the request's read road."""

from typing import Annotated

from fastapi import Depends, Request

from app.dependencies.infrastructure import ReadDep, get_container
from app.repositories.reimbursements import ReimbursementReader
from app.services.home import HomeService
from app.services.reimbursements import ReimbursementService


async def get_reimbursement_service(request: Request, connection: ReadDep) -> ReimbursementService:
    """Reads on the connection that the guard rode."""
    container = get_container(request)
    return ReimbursementService(ReimbursementReader(connection), container.cursors, container.clock)


async def get_home_service(request: Request, connection: ReadDep) -> HomeService:
    """The home page over the same road."""
    return HomeService(await get_reimbursement_service(request, connection))


ReimbursementServiceDep = Annotated[ReimbursementService, Depends(get_reimbursement_service)]
HomeServiceDep = Annotated[HomeService, Depends(get_home_service)]
