"""The service of statements, on the request's read road."""

from typing import Annotated

from fastapi import Depends, Request

from app.dependencies.infrastructure import ReadDep, get_container
from app.repositories.statements import StatementReader
from app.repositories.visibility import VisibilityReader
from app.services.family_rights import FamilyRights
from app.services.statements import StatementService


async def get_statement_service(request: Request, connection: ReadDep) -> StatementService:
    """Reads on the connection that the guard rode."""
    return StatementService(
        StatementReader(connection),
        FamilyRights(VisibilityReader(connection)),
        get_container(request).cursors,
    )


StatementServiceDep = Annotated[StatementService, Depends(get_statement_service)]
