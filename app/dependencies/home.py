"""The service of the home page."""

from typing import Annotated

from fastapi import Depends

from app.dependencies.reimbursements import ReimbursementServiceDep
from app.services.home import HomeService


async def get_home_service(reimbursements: ReimbursementServiceDep) -> HomeService:
    """Reads over the road of the reimbursements that it shows."""
    return HomeService(reimbursements)


HomeServiceDep = Annotated[HomeService, Depends(get_home_service)]
