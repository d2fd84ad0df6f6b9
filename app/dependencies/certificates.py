"""The services of certificates: one gathers what they state, one prints them."""

from typing import Annotated

from fastapi import Depends, Request

from app.dependencies.documents import DocumentDeskDep
from app.dependencies.infrastructure import PortfolioDep, ReadDep, get_container
from app.repositories.contracts import ContractReader
from app.services.certificate_printing import CertificatePrinter
from app.services.certificates import CertificateService


async def get_certificate_service(
    request: Request, connection: ReadDep, portfolio: PortfolioDep
) -> CertificateService:
    """Reads on the connection that the guard rode."""
    container = get_container(request)
    return CertificateService(ContractReader(connection), container.clock, portfolio)


CertificateServiceDep = Annotated[CertificateService, Depends(get_certificate_service)]


async def get_certificate_printer(
    request: Request, portfolio: PortfolioDep, desk: DocumentDeskDep
) -> CertificatePrinter:
    """Prints for the portfolio that was called."""
    container = get_container(request)
    return CertificatePrinter(container.database, container.clock, container.press, desk, portfolio)


CertificatePrinterDep = Annotated[CertificatePrinter, Depends(get_certificate_printer)]
