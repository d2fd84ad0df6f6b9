"""What issues documents, verifies them, and hands files out by link."""

from typing import Annotated

from fastapi import Depends, Request

from app.dependencies.infrastructure import OriginDep, PortfolioDep, ReadDep, get_container
from app.repositories.card_numbers import CardNumberReader
from app.repositories.documents import DocumentReader
from app.services.documents import DocumentDesk, DocumentVerification
from app.services.downloads import Downloads


async def get_document_desk(
    request: Request, portfolio: PortfolioDep, origin: OriginDep
) -> DocumentDesk:
    """Documents of the portfolio that was called."""
    container = get_container(request)
    return DocumentDesk(
        container.database,
        container.storage,
        container.keyring,
        container.clock,
        portfolio,
        origin,
    )


DocumentDeskDep = Annotated[DocumentDesk, Depends(get_document_desk)]


async def get_document_verification(request: Request, connection: ReadDep) -> DocumentVerification:
    """Asks on the request's read road."""
    clock = get_container(request).clock
    return DocumentVerification(DocumentReader(connection), CardNumberReader(connection), clock)


DocumentVerificationDep = Annotated[DocumentVerification, Depends(get_document_verification)]


async def get_downloads(request: Request) -> Downloads:
    """Links of the whole application: a file is found by what the link is for."""
    container = get_container(request)
    return Downloads(container.database, container.storage, container.keyring, container.clock)


DownloadsDep = Annotated[Downloads, Depends(get_downloads)]
