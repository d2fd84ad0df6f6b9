"""The services of statements: one reads on the request's road, one prints."""

from typing import Annotated

from fastapi import Depends, Request

from app.dependencies.documents import DocumentDeskDep
from app.dependencies.infrastructure import PortfolioDep, ReadDep, get_container
from app.repositories.statements import StatementReader
from app.repositories.visibility import VisibilityReader
from app.services.family_rights import FamilyRights
from app.services.statement_printing import StatementPrinter
from app.services.statements import StatementService


async def get_statement_service(request: Request, connection: ReadDep) -> StatementService:
    """Reads on the connection that the guard rode."""
    family = FamilyRights(VisibilityReader(connection))
    return StatementService(StatementReader(connection), family, get_container(request).cursors)


StatementServiceDep = Annotated[StatementService, Depends(get_statement_service)]


async def get_statement_printer(
    request: Request, portfolio: PortfolioDep, desk: DocumentDeskDep
) -> StatementPrinter:
    """Prints for the portfolio that was called."""
    container = get_container(request)
    return StatementPrinter(container.database, container.cursors, container.press, desk, portfolio)


StatementPrinterDep = Annotated[StatementPrinter, Depends(get_statement_printer)]
