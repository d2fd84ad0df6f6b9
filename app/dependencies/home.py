"""The service of the home page."""

from typing import Annotated

from fastapi import Depends

from app.dependencies.infrastructure import ReadDep
from app.dependencies.reimbursements import ReimbursementServiceDep
from app.repositories.home import HomeReader
from app.services.home import HomeService


async def get_home_service(
    reimbursements: ReimbursementServiceDep, connection: ReadDep
) -> HomeService:
    """Reads over the road of the reimbursements that it shows."""
    return HomeService(reimbursements, HomeReader(connection))


HomeServiceDep = Annotated[HomeService, Depends(get_home_service)]
