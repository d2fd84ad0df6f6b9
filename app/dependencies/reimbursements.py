"""The service of reimbursements, on the request's read road."""

from typing import Annotated

from fastapi import Depends, Request

from app.dependencies.infrastructure import ReadDep, get_container
from app.repositories.reimbursements import ReimbursementReader
from app.repositories.visibility import VisibilityReader
from app.services.family_rights import FamilyRights
from app.services.reimbursements import ReimbursementService


async def get_reimbursement_service(request: Request, connection: ReadDep) -> ReimbursementService:
    """Reads on the connection that the guard rode."""
    container = get_container(request)
    return ReimbursementService(
        ReimbursementReader(connection),
        FamilyRights(VisibilityReader(connection)),
        container.cursors,
        container.clock,
    )


ReimbursementServiceDep = Annotated[ReimbursementService, Depends(get_reimbursement_service)]
